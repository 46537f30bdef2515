import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cookieIn, type SimulatedServer, simulatedServer } from './simulated-server.ts';

let server: SimulatedServer;
beforeEach(async () => {
  server = await simulatedServer();
});
afterEach(() => server.end());

const code = (answer: { readonly json: { readonly error?: { readonly code: string } } }) =>
  answer.json.error?.code;

describe('the token in the printed address', () => {
  it('lets in once, by a cookie that no script reads and no other site sends, and is gone from the address', async () => {
    const token = server.nextEntry();
    const first = await server.ask(`/enter?token=${token}`);
    expect(first).toMatchObject({
      status: 303,
      headers: { location: '/', 'referrer-policy': 'no-referrer' },
    });
    expect(String(first.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Strict$/);
    const again = await server.ask(`/enter?token=${token}`);
    expect(again).toMatchObject({ status: 303, headers: { location: '/?entry=used' } });
    expect(again.headers['set-cookie']).toBeUndefined();
    // Whoever used it can be followed by another browser, by another token.
    expect(server.entered).toHaveLength(1);
  });

  it('is not used up by a browser that looks ahead', async () => {
    const token = server.nextEntry();
    const ahead = await server.ask(`/enter?token=${token}`, { headers: { 'sec-purpose': 'prefetch' } });
    expect(ahead.status).toBe(503);
    expect(cookieIn(await server.ask(`/enter?token=${token}`))).toMatch(/^baiup-\d+=/);
  });

  it('cannot be guessed: after ten failures of one address nothing is tried for a while', async () => {
    const tries = [];
    for (let n = 0; n < 12; n += 1) tries.push((await server.ask('/enter?token=guess')).status);
    expect(tries).toEqual([...Array(10).fill(303), 429, 429]);
    expect((await server.ask(`/enter?token=${server.nextEntry()}`)).status).toBe(429);
  });

  it.each([
    '/api/me',
    '/api/runs',
    '/api/plan',
    '/api/stream',
    '/api/tasks',
    '/api/cluster',
    '/api/runs/r-1/events',
  ])('without it %s says nothing', async (path) => {
    expect(await server.ask(path)).toMatchObject({
      status: 401,
      json: { error: { code: 'auth.needed', how: 'address' } },
    });
    expect((await server.ask(path, { headers: { cookie: `baiup-${server.port}=guess` } })).status).toBe(401);
  });
});

describe('another site', () => {
  const change = { method: 'POST', body: '{}' };

  it.each([
    ['posts with the cookie of a browser', { origin: 'http://evil.example' }],
    ['posts and hides where it is', { origin: 'null' }],
    ['posts from another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['posts without any origin', { origin: '' }],
  ])('%s, and is refused', async (_what, { origin }) => {
    const { headers } = await server.enter();
    const { origin: _own, ...without } = headers;
    const sent = origin === '' ? without : { ...without, origin };
    const answer = await server.ask('/api/runs/r-1/resume', { ...change, headers: sent });
    expect([answer.status, code(answer)]).toEqual([403, 'auth.origin']);
    expect(server.site.orders).toEqual([]);
  });

  it.each([undefined, 'guess'])('changes nothing without the token of the session: %s', async (csrf) => {
    const { headers } = await server.enter();
    const { 'x-baiup-csrf': _own, ...without } = headers;
    const sent = csrf === undefined ? without : { ...without, 'x-baiup-csrf': csrf };
    const answer = await server.ask('/api/runs/r-1/resume', { ...change, headers: sent });
    expect([answer.status, code(answer)]).toEqual([403, 'auth.csrf']);
    expect(server.site.orders).toEqual([]);
  });

  it('changes nothing with the token of another session', async () => {
    const [one, other] = [await server.enter(), await server.enter()];
    const headers = { ...one.headers, 'x-baiup-csrf': other.me.csrf };
    expect(code(await server.ask('/api/runs/r-1/resume', { ...change, headers }))).toBe('auth.csrf');
  });

  it('sends a form, which is no JSON', async () => {
    const { headers } = await server.enter();
    const sent = { ...headers, 'content-type': 'text/plain' };
    const answer = await server.ask('/api/runs/r-1/pause', { ...change, headers: sent });
    expect([answer.status, code(answer)]).toEqual([400, 'request.wrong']);
  });

  it('reads nothing, also where a browser sends the cookie', async () => {
    const { headers } = await server.enter();
    for (const site of ['cross-site', 'same-site']) {
      const sent = { cookie: headers['cookie'] ?? '', 'sec-fetch-site': site };
      expect((await server.ask('/api/runs', { headers: sent })).status).toBe(403);
    }
    const sent = { cookie: headers['cookie'] ?? '', origin: 'http://evil.example' };
    expect((await server.ask('/api/runs', { headers: sent })).status).toBe(403);
  });

  it.each(['evil.example', 'evil.example:PORT', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example:PORT'])(
    'has its name lead here (DNS rebinding): %s',
    async (host) => {
      const { headers } = await server.enter();
      const sent = { ...headers, host: host.replace('PORT', String(server.port)) };
      for (const path of ['/', '/api/runs', `/enter?token=${server.nextEntry()}`]) {
        const answer = await server.ask(path, { headers: sent });
        expect([answer.status, code(answer)]).toEqual([421, 'auth.host']);
      }
    },
  );

  it.each(['/', '/runs/r-1', '/assets/a.js', '/api/runs', '/enter?token=x', '/api/nothing'])(
    'cannot frame or script %s',
    async (path) => {
      const { headers } = await server.ask(path);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
      expect(headers).toMatchObject({
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );
});

describe('what is sent', () => {
  it('may not be large: a gigabyte is cut off, told or not', async () => {
    const { headers } = await server.enter();
    const told = await server
      .ask('/api/runs/r-1/pause', {
        method: 'POST',
        headers: { ...headers, 'content-length': String(2 ** 30) },
      })
      .catch((error: Error) => error.message);
    expect(typeof told === 'string' ? 413 : told.status).toBe(413);
    const body = `{"steps":["${'x'.repeat(300_000)}"]}`;
    const long = await server.ask('/api/runs/r-1/approve', { method: 'POST', headers, body });
    expect([long.status, code(long)]).toEqual([413, 'body.too-large']);
    expect((await server.ask('/api/me', { headers })).status).toBe(200);
  });

  it('may be a stream without an end: it is cut off as well', async () => {
    const { headers } = await server.enter();
    const socket = connect(server.port, '127.0.0.1');
    const lines = Object.entries({
      host: `127.0.0.1:${server.port}`,
      ...headers,
      'transfer-encoding': 'chunked',
    });
    socket.write(
      `POST /api/runs/r-1/pause HTTP/1.1\r\n${lines.map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n`,
    );
    const piece = 'x'.repeat(65_536);
    let answer = '';
    socket.on('data', (text) => {
      answer += String(text);
    });
    socket.on('error', () => undefined);
    let sent = 0;
    while (answer === '' && !socket.destroyed && sent < 2_000) {
      socket.write(`10000\r\n${piece}\r\n`);
      sent += 1;
      await delay(1);
    }
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 413/);
    expect(sent).toBeLessThan(1000);
  });

  it.each([
    '',
    '{',
    '[]',
    '{"steps":[]}',
    '{"steps":"x"}',
    '{"steps":["x"],"more":1}',
    '{"__proto__":{"a":1}}',
  ])('is refused where it is nothing that was asked for: %s', async (body) => {
    const { headers } = await server.enter();
    const answer = await server.ask('/api/runs/r-1/approve', { method: 'POST', headers, body });
    expect([answer.status, code(answer)]).toEqual([400, 'request.wrong']);
  });

  it.each(['-x', '--yes', 'a b', ''])('has no flag among the codes that are accepted: %s', async (flag) => {
    server.site.planId = 'p-1';
    const { headers } = await server.enter();
    const body = JSON.stringify({ plan: 'p-1', accept: [flag], optional: false });
    expect((await server.ask('/api/apply', { method: 'POST', headers, body })).status).toBe(400);
    const other = JSON.stringify({ to: flag });
    expect((await server.ask('/api/plan', { method: 'POST', headers, body: other })).status).toBe(400);
    expect(server.site.orders).toEqual([]);
  });

  it.each(['/../package.json', '/%2e%2e/package.json', '/assets/../../package.json', '/assets/%2e%2e%2fx'])(
    'leads to no other file: %s',
    async (path) => {
      expect((await server.ask(path)).text).toBe('<!doctype html><title>page</title>');
    },
  );
});

it('serves others while 200 connections are half open, and ends them', async () => {
  const sockets = Array.from({ length: 200 }, () => connect(server.port, '127.0.0.1'));
  for (const socket of sockets) {
    socket.on('error', () => undefined).resume();
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n');
  }
  await delay(100);
  const { headers } = await server.enter();
  expect((await server.ask('/api/runs', { headers })).status).toBe(200);
  const isOpen = (): boolean => sockets.some(({ destroyed }) => !destroyed);
  for (let tries = 0; tries < 90 && isOpen(); tries += 1) await delay(100);
  expect(isOpen()).toBe(false);
});

it('answers no more than one can bear to one who asks without a pause', async () => {
  await server.end();
  server = await simulatedServer({ now: () => 0 });
  const { headers } = await server.enter();
  const answers = await Promise.all(Array.from({ length: 400 }, () => server.ask('/api/me', { headers })));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(299);
  expect(statuses.filter((status) => status === 429)).toHaveLength(101);
});
