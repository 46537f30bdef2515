import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { buildWeb } from '../../scripts/build-web/build-web.ts';
import { isThere } from '../../src/lib/is-there.ts';
import { makeAuthority, pem } from './authority.ts';
import { type Driven, endDriven, startDriven } from './driven.ts';

const root = join(import.meta.dirname, '../..');
const name = 'ctl.example';
const password = 'correct horse battery';

let folder: string;
let users: string;
let ca: string;
let certificate: readonly string[];
const { BAIUP_HOME: home, BAIUP_PASSWORD: before } = process.env;

const started: Driven[] = [];
const baiup = (...words: readonly string[]): Driven => {
  const driven = startDriven([join(root, 'bin/baiup'), ...words]);
  started.push(driven);
  return driven;
};
afterEach(() => {
  for (const each of started.splice(0)) endDriven(each);
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-dashboard-tls-'));
  process.env['BAIUP_HOME'] = folder;
  if (!(await isThere(join(root, 'dist/web/index.html')))) await buildWeb(join(root, 'dist/web'));
  const authority = await makeAuthority(folder);
  const { cert, key } = await authority.issue('server', { subject: `/CN=${name}`, names: `DNS:${name}` });
  ca = await pem(authority.ca);
  certificate = ['--tls-cert', cert, '--tls-key', key];
  users = join(folder, 'users.json');
  process.env['BAIUP_PASSWORD'] = password;
  await baiup('users', 'add', 'ana', '--role', 'operator', '--users', users).ends(0);
  await baiup('users', 'add', 'vera', '--users', users).ends(0);
  delete process.env['BAIUP_PASSWORD'];
});
afterAll(async () => {
  if (home === undefined) delete process.env['BAIUP_HOME'];
  else process.env['BAIUP_HOME'] = home;
  if (before !== undefined) process.env['BAIUP_PASSWORD'] = before;
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly cookie: string;
  readonly json: {
    readonly csrf?: string;
    readonly user?: object;
    readonly error?: { readonly code: string };
  };
}

function ask(
  port: number,
  path: string,
  headers: Record<string, string> = {},
  body?: object,
): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const all = { host: `${name}:${port}`, 'content-type': 'application/json', ...headers };
  const options = { host: '127.0.0.1', port, path, ca, servername: name, method: text ? 'POST' : 'GET' };
  return new Promise((resolve, reject) => {
    const asked = request({ ...options, headers: all }, async (answer) => {
      let said = '';
      for await (const piece of answer) said += piece;
      const cookie = answer.headers['set-cookie']?.[0] ?? '';
      resolve({ status: answer.statusCode, cookie, json: said.startsWith('{') ? JSON.parse(said) : {} });
    });
    asked.on('error', reject).end(text);
  });
}

it('is opened to others by TLS, to users by their names, in their roles', async () => {
  const server = baiup('serve', '--port', '0', '--name', name, '--users', users, ...certificate);
  let said = '';
  server.process.stdout?.on('data', (text) => {
    said += text;
  });
  const port = await server.until('it prints its address', async () => {
    const [, found] = /https:\/\/ctl\.example:(\d+)\//.exec(said) ?? [];
    return found === undefined ? undefined : Number(found);
  });
  const origin = { origin: `https://${name}:${port}` };
  const enter = (user: string, by = password) =>
    ask(port, '/api/login', origin, { name: user, password: by });

  expect((await ask(port, '/api/runs')).json.error?.code).toBe('auth.needed');
  expect((await ask(port, '/api/runs', { host: `evil.example:${port}` })).json.error?.code).toBe('auth.host');
  expect((await enter('ana', 'wrong')).json.error?.code).toBe('auth.wrong');
  for (const [user, role, code] of [
    ['ana', 'operator', 'run.unknown'],
    ['vera', 'viewer', 'auth.viewer'],
  ] as const) {
    const { cookie, json } = await enter(user);
    expect(cookie).toMatch(/^__Host-baiup=\S+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(json.user).toEqual({ name: user, role });
    const session = { ...origin, cookie: cookie.split(';')[0] ?? '', 'x-baiup-csrf': json.csrf ?? '' };
    expect((await ask(port, '/api/runs/r-1/pause', session, {})).json.error?.code).toBe(code);
  }
  server.process.kill('SIGINT');
  await server.ends(0);
  expect(said).not.toContain(password);
  expect(await readFile(users, 'utf8')).not.toContain(password);
});

it.each<[string, () => readonly string[], string]>([
  ['without users', () => ['--listen', '0.0.0.0', '--name', name, ...certificate], 'serve.open'],
  ['without TLS', () => ['--listen', '0.0.0.0', '--name', name, '--users', users], 'serve.open'],
  ['with a key that is none', () => ['--tls-cert', users, '--tls-key', users], 'serve.certificate'],
])('is not opened %s', async (_what, flags, code) => {
  const { exit, stderr } = await baiup('serve', '--port', '0', ...flags()).ended;
  expect(exit).toBeGreaterThan(0);
  expect(stderr).toContain(`(${code})`);
});

it('takes no file of users that others may read', async () => {
  await chmod(users, 0o644);
  const { stderr } = await baiup('serve', '--port', '0', '--users', users).ended;
  expect(stderr).toContain('(users.readable)');
});
