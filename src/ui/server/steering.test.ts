import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asPage, cookieIn, type SimulatedServer, simulatedServer } from './simulated-server.ts';
import type { Users } from './users.ts';

const roles: Readonly<Record<string, 'viewer' | 'operator'>> = {
  vera: 'viewer',
  ana: 'operator',
  ben: 'operator',
};
const removed = new Set<string>();
const users: Users = {
  check: async (name, password) => {
    const role = roles[name];
    return role && password === `secret of ${name}` ? { name, role } : undefined;
  },
  has: async ({ name }) => !removed.has(name),
};

let server: SimulatedServer;
beforeEach(async () => {
  server = await simulatedServer({ users });
});
afterEach(() => server.end());

const post = (path: string, body: object, headers: Record<string, string>) =>
  server.ask(path, { method: 'POST', headers, body: JSON.stringify(body) });

async function login(name: string): Promise<Record<string, string>> {
  const answer = await post(
    '/api/login',
    { name, password: `secret of ${name}` },
    asPage(server.port, '', ''),
  );
  expect(answer.status).toBe(200);
  return asPage(server.port, cookieIn(answer), String(answer.json['csrf']));
}

const waits = { step: '1.approve.x', hop: 0, title: 'do it' };
const codeOf = ({ status, json }: Awaited<ReturnType<typeof post>>) => [status, json.error?.code];
const alive = { who: 'x', host: 'h', pid: 1, since: '', life: 'alive' } as const;

describe('a user', () => {
  it.each([
    ['ana', 'wrong'],
    ['nobody', 'secret of nobody'],
  ])('does not come in with the wrong password: %s', async (name, password) => {
    const answer = await post('/api/login', { name, password }, asPage(server.port, '', ''));
    expect(codeOf(answer)).toEqual([401, 'auth.wrong']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('cannot be guessed, also where the right password comes at last', async () => {
    const tries = [];
    for (let n = 0; n < 11; n += 1)
      tries.push(
        (await post('/api/login', { name: 'ana', password: 'x' }, asPage(server.port, '', ''))).status,
      );
    expect(tries).toEqual([...Array(10).fill(401), 429]);
    const right = { name: 'ana', password: 'secret of ana' };
    expect((await post('/api/login', right, asPage(server.port, '', ''))).status).toBe(429);
  });

  it('is not let in by a token where there are users', async () => {
    const answer = await server.ask(`/enter?token=${server.nextEntry()}`);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('is out once they have left', async () => {
    const headers = await login('ana');
    expect((await server.ask('/api/runs', { headers })).status).toBe(200);
    await post('/api/logout', {}, headers);
    expect((await server.ask('/api/runs', { headers })).status).toBe(401);
  });

  it('is out once they were taken out of the file', async () => {
    const headers = await login('ben');
    removed.add('ben');
    const answer = await post('/api/runs/r-1/resume', {}, headers);
    removed.delete('ben');
    expect(codeOf(answer)).toEqual([401, 'auth.needed']);
  });

  it('does not go on looking either once they were taken out', { timeout: 20_000 }, async () => {
    const headers = await login('ben');
    const looking = server.ask('/api/stream?run=r-1', { headers });
    await delay(500);
    removed.add('ben');
    const { text } = await looking.finally(() => removed.delete('ben'));
    expect(text).toContain('event: snapshot');
  });

  it('is out after twelve hours', async () => {
    let now = 0;
    await server.end();
    server = await simulatedServer({ users, now: () => now });
    const headers = await login('ana');
    now = 12 * 3_600_000;
    expect((await server.ask('/api/runs', { headers })).status).toBe(401);
  });
});

describe('a viewer', () => {
  it.each([
    ['/api/runs/r-1/pause', {}],
    ['/api/runs/r-1/resume', {}],
    ['/api/runs/r-1/approve', { steps: ['1.approve.x'] }],
    ['/api/runs/r-1/abort', { cluster: 'lab' }],
    ['/api/runs/r-1/rollback', { cluster: 'lab' }],
    ['/api/plan', { to: '24.09.4' }],
    ['/api/rehearse', { plan: 'p-1' }],
    ['/api/apply', { plan: 'p-1', accept: [], optional: false }],
  ])('looks, and does nothing by %s', async (path, body) => {
    server.site.planId = 'p-1';
    server.site.driver = alive;
    server.site.add({ kind: 'approval.asked', how: 'so', ...waits });
    const headers = await login('vera');
    expect((await server.ask('/api/runs/r-1', { headers })).status).toBe(200);
    expect(codeOf(await post(path, body, headers))).toEqual([403, 'auth.viewer']);
    expect([server.site.asked, server.site.orders]).toEqual([[], []]);
  });
});

describe('a run that there is not', () => {
  it.each([
    ['/api/runs/--accept=agent.capacity/resume', {}],
    ['/api/runs/r-2/resume', {}],
    ['/api/runs/..%2Fr-1/rollback', { cluster: 'lab' }],
  ])('begins no command, whatever it looks like: %s', async (path, body) => {
    expect(codeOf(await post(path, body, await login('ana')))).toEqual([404, 'run.unknown']);
    expect(server.site.orders).toEqual([]);
  });
});

describe('an approval', () => {
  it('is given once, whoever approves at the same moment', async () => {
    server.site.add({ kind: 'approval.asked', how: 'so', ...waits });
    const [ana, ben] = [await login('ana'), await login('ben')];
    const answers = await Promise.all(
      [ana, ben].map((headers) => post('/api/runs/r-1/approve', { steps: [waits.step] }, headers)),
    );
    expect(answers.map(codeOf).toSorted()).toEqual([
      [200, undefined],
      [409, 'approval.none'],
    ]);
    expect(server.site.asked).toHaveLength(1);
  });

  it('is not given to what was aborted meanwhile', async () => {
    server.site.add({ kind: 'approval.asked', how: 'so', ...waits });
    server.site.add({ kind: 'undo.started', why: 'abort', hops: [0], who: 'ben' });
    const answer = await post('/api/runs/r-1/approve', { steps: [waits.step] }, await login('ana'));
    expect(codeOf(answer)).toEqual([409, 'approval.none']);
    expect(server.site.asked).toEqual([]);
  });

  it('is given to what was shown, and to nothing else that waits by now', async () => {
    server.site.add({ kind: 'approval.asked', how: 'so', ...waits });
    server.site.add({ kind: 'approval.asked', how: 'so', ...waits, step: '1.approve.y' });
    const answer = await post('/api/runs/r-1/approve', { steps: [waits.step] }, await login('ana'));
    expect(codeOf(answer)).toEqual([409, 'approval.other']);
    expect(server.site.asked).toEqual([]);
  });
});

describe('an operator', () => {
  it('has whoever drives a run pause, in their own name', async () => {
    server.site.driver = alive;
    expect((await post('/api/runs/r-1/pause', {}, await login('ana'))).json).toEqual({ heard: true });
    expect(server.site.asked).toEqual(['pause r-1 ana@desk (dashboard)']);
  });

  it('does not pause what nobody drives', async () => {
    expect(codeOf(await post('/api/runs/r-1/pause', {}, await login('ana')))).toEqual([
      409,
      'run.not-driven',
    ]);
  });

  it('goes on with a run by a process of its own, and only once', async () => {
    const [ana, ben] = [await login('ana'), await login('ben')];
    const first = await post('/api/runs/r-1/resume', {}, ana);
    expect([first.status, first.json]).toMatchObject([
      202,
      { what: 'resume', run: 'r-1', who: 'ana@desk (dashboard)' },
    ]);
    expect(codeOf(await post('/api/runs/r-1/resume', {}, ben))).toEqual([409, 'run.driven-elsewhere']);
    expect(server.site.orders).toEqual([
      {
        what: 'resume',
        argv: ['resume', 'r-1', '--cluster', 'lab.yaml'],
        who: 'ana@desk (dashboard)',
        run: 'r-1',
      },
    ]);
  });

  it.each(['rollback', 'abort'])('types the name of the cluster for %s', async (what) => {
    const headers = await login('ana');
    for (const cluster of ['', 'Lab', 'r-1'])
      expect(codeOf(await post(`/api/runs/r-1/${what}`, { cluster }, headers))).toEqual([
        400,
        'cluster.name',
      ]);
    expect(server.site.orders).toEqual([]);
    expect((await post(`/api/runs/r-1/${what}`, { cluster: 'lab' }, headers)).status).toBe(202);
    expect(server.site.orders[0]?.argv).toEqual([what, 'r-1', '--yes', '--cluster', 'lab.yaml']);
  });

  it('asks whoever drives a run to go back', async () => {
    server.site.driver = alive;
    const answer = await post('/api/runs/r-1/abort', { cluster: 'lab' }, await login('ana'));
    expect(answer.json).toEqual({ heard: true });
    expect(server.site.asked).toEqual(['abort r-1 ana@desk (dashboard)']);
  });

  it('carries out the plan that was shown, with what was accepted one by one', async () => {
    server.site.planId = 'p-1';
    const body = { plan: 'p-1', accept: ['a.b', 'c'], optional: false };
    expect((await post('/api/apply', body, await login('ana'))).status).toBe(202);
    expect(server.site.orders[0]?.argv).toEqual([
      ...['apply', '/plans/plan.json', '--accept', 'a.b', '--accept', 'c', '--cluster', 'lab.yaml'],
    ]);
  });

  it('does not carry out a plan that has changed under an open page', async () => {
    server.site.planId = 'p-2';
    const body = { plan: 'p-1', accept: [], optional: false };
    expect(codeOf(await post('/api/apply', body, await login('ana')))).toEqual([409, 'plan.changed-since']);
    expect(codeOf(await post('/api/rehearse', { plan: 'p-1' }, await login('ana')))).toEqual([
      409,
      'plan.changed-since',
    ]);
    expect(server.site.orders).toEqual([]);
  });

  it('is told what there is not', async () => {
    const headers = await login('ana');
    expect(codeOf(await server.ask('/api/runs/r-9', { headers }))).toEqual([404, 'run.unknown']);
    expect(codeOf(await server.ask('/api/nothing', { headers }))).toEqual([404, 'request.unknown']);
    expect(codeOf(await server.ask('/api/plan', { headers }))).toEqual([404, 'plan.none']);
  });
});
