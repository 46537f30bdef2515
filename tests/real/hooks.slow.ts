import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { runJournal } from '../../src/app/records/run-journal.ts';
import type { Notice } from '../../src/core/run/notice.ts';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

/** A receiver that holds its answers back until it is told otherwise. */
let runs: SmallRuns;
let server: Server;
let answers = false;
const heard: { readonly key: unknown; readonly notice: Notice }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += String(part);
    heard.push({ key: request.headers['idempotency-key'], notice: JSON.parse(body) });
    if (answers) response.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  runs = await openSmallRuns();
  const { file } = runs.small.cluster;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/SECRET`;
  const hooks = [
    { name: 'chat', webhook: { url, secret: 'SIGNING' } },
    { name: 'missing', on: ['run.finished'], command: ['/no/such/program'] },
  ];
  const declared = parse(await readFile(file, 'utf8'));
  await writeFile(file, stringify({ ...declared, hooks }), { mode: 0o600 });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await runs?.close();
});

it('hooks that hang hold up no run, and have everything once it is resumed after a kill, by the same ids', async () => {
  const run = await runs.begin(waitsForTest);
  const migration = await runs.small.lockMigration();
  const first = runs.drive(['resume', run.id]);
  await migration.waits(first);
  first.process.kill('SIGKILL');
  await first.ended;
  await runs.small.releaseAll();
  const before = heard.splice(0).map(({ notice }) => notice.id);
  expect(new Set(before).size).toBe(1);

  answers = true;
  const { exit, stdout } = await runs.drive(['resume', run.id]).ended;
  expect({ exit, serves: await runs.serving() }).toEqual({ exit: 0, serves: '24.09.4' });
  const told = heard.map(({ notice }) => notice.id);
  expect(told).toContain(before[0]);
  expect(new Set(told).size).toBe(told.length);
  expect(heard.map(({ key }) => key)).toEqual(told);
  const events = heard.map(({ notice }) => notice.event);
  expect(events).toEqual(
    expect.arrayContaining(['phase.begun', 'stop.begun', 'service.back', 'run.finished']),
  );
  expect(events.at(-1)).toBe('run.finished');

  const missing = 'hook missing was not told of run.finished: /no/such/program cannot be started (ENOENT)';
  expect(stdout).toContain(`! ${missing}`);
  expect((await run.view()).untold).toMatchObject([{ hook: 'missing', event: 'run.finished' }]);
  const journal = JSON.stringify(await (await runJournal().reader(run.id)).events());
  expect(journal).not.toMatch(/SECRET|SIGNING/);
});
