import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SimulatedServer, simulatedServer } from './simulated-server.ts';
import type { Users } from './users.ts';

const users: Users = {
  check: async (name, password) => (password === 'right' ? { name, role: 'operator' } : undefined),
  has: async () => true,
};
const doors = { names: ['ctl.example'], proxies: ['127.0.0.1'] };
const by = { host: 'ctl.example', 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.0.0.9, 10.0.0.7' };
const page = { ...by, origin: 'https://ctl.example', 'content-type': 'application/json' };

let server: SimulatedServer;
beforeEach(async () => {
  server = await simulatedServer({ users, doors });
});
afterEach(() => server.end());

const login = (password: string, headers: Record<string, string> = page) =>
  server.ask('/api/login', { method: 'POST', headers, body: JSON.stringify({ name: 'ana', password }) });

it('lets in by a cookie that goes over TLS alone', async () => {
  const answer = await login('right');
  expect(answer.status).toBe(200);
  expect(String(answer.headers['set-cookie'])).toMatch(
    /^__Host-baiup=\S+; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  );
  expect(answer.headers['strict-transport-security']).toBeDefined();
});

it.each<[string, Record<string, string>]>([
  ['was not asked by TLS', { 'x-forwarded-proto': 'http' }],
  ['does not say how it was asked', { 'x-forwarded-proto': '' }],
  ['is asked for another name', { host: 'evil.example' }],
])('answers nothing where the proxy %s', async (_what, headers) => {
  const answer = await server.ask('/api/me', { headers: { ...by, ...headers } });
  expect(['auth.proxy', 'auth.host']).toContain(answer.json.error?.code);
});

it('answers nobody who comes around the proxy', async () => {
  await server.end();
  server = await simulatedServer({ users, doors: { ...doors, proxies: ['10.1.1.1'] } });
  expect((await server.ask('/', { headers: by })).json.error?.code).toBe('auth.proxy');
});

it('counts failures by the address that the proxy adds, which nobody else can write', async () => {
  for (let n = 0; n < 10; n += 1)
    await login('wrong', { ...page, 'x-forwarded-for': `10.9.9.${n}, 10.0.0.7` });
  expect((await login('right')).status).toBe(429);
  expect((await login('right', { ...page, 'x-forwarded-for': '10.0.0.8' })).status).toBe(200);
});
