import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildWeb } from '../../scripts/build-web/build-web.ts';
import type { RunEvent } from '../../src/core/run/event.ts';
import { waitFor } from '../../src/lib/wait.ts';
import type { Task } from '../../src/ui/server/wire.ts';
import { addressOf, openPage } from './open-page.ts';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

const root = join(import.meta.dirname, '../..');
const good = `${waitsForTest}; op.execute("UPDATE things SET name = upper(name)")`;

let runs: SmallRuns;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-dashboard-'));
  if (!existsSync(join(root, 'dist/web/index.html'))) await buildWeb(join(root, 'dist/web'));
  runs = await openSmallRuns();
});
afterEach(() => runs.reset());
afterAll(async () => {
  await runs?.close();
  await rm(folder, { recursive: true });
});

describe('baiup serve', () => {
  it('shows a run of a terminal, has it pause, goes on with it and takes it back, and says who did it', async () => {
    const run = await runs.begin(good);
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', run.id]);
    await migration.waits(driven);
    const server = runs.drive(['serve', '--port', '0']);
    const page = await openPage(await addressOf(server));
    expect(page.me).toMatchObject({ user: { role: 'operator' }, cluster: { name: 'small' } });
    const watched = page.watch(run.id);
    await server.until('a snapshot is there', async () => watched.seqs.length > 0 || undefined);

    expect(await page.post(`/api/runs/${run.id}/pause`, {})).toEqual({ status: 202, json: { heard: true } });
    await migration.release();
    await driven.ends(3);
    const who = `${page.me.user.name} (dashboard)`;
    expect((await run.view()).asked).toMatchObject({ what: 'pause', who });

    const resumed = await page.post(`/api/runs/${run.id}/resume`, {});
    expect(resumed).toMatchObject({ status: 202, json: { what: 'resume', state: 'going' } });
    await server.until('it is done', async () => (await run.view()).state === 'done' || undefined);
    expect((await run.view()).who).toBe(who);
    expect(await runs.serving()).toBe('24.09.4');

    const metrics = await (await page.get('/metrics')).text();
    expect(metrics).toMatch(
      new RegExp(`^baiup_run_state\\{run="${run.id}",cluster="small",state="done"\\} 1$`, 'm'),
    );

    const wrong = await page.post(`/api/runs/${run.id}/rollback`, { cluster: 'Small' });
    expect(wrong).toMatchObject({ status: 400, json: { error: { code: 'cluster.name' } } });
    await server.until('the first task has ended', async () => {
      const [task] = (await (await page.get('/api/tasks')).json()) as Task[];
      return task?.state === 'done' || undefined;
    });
    await page.post(`/api/runs/${run.id}/rollback`, { cluster: 'small' });
    await server.until('it is back', async () => (await run.view()).state === 'rolled-back' || undefined);
    expect(await runs.serving()).toBe('24.03.11');

    const [first = 0] = watched.seqs;
    const { events, last } = (await (await page.get(`/api/runs/${run.id}/events`)).json()) as {
      events: RunEvent[];
      last: number;
    };
    await server.until('all is heard', async () => watched.seqs.at(-1) === last || undefined);
    expect(watched.seqs).toEqual(events.slice(first - 1).map(({ seq }) => seq));
    watched.leave();
    server.process.kill('SIGINT');
    await server.ends(0);
  });

  it('leaves a run going that it has begun, when it is killed', async () => {
    const run = await runs.begin(good);
    const migration = await runs.small.lockMigration();
    const server = runs.drive(['serve', '--port', '0']);
    const page = await openPage(await addressOf(server));
    await page.post(`/api/runs/${run.id}/resume`, {});
    await migration.waits(server);
    server.process.kill('SIGKILL');
    await server.ended;
    await migration.release();
    await waitFor(async () => (await run.view()).state === 'done' || undefined, {
      ...{ timeoutMs: 60_000, what: 'the run to be done without its server' },
    });
  });
});

describe('a report of a run', () => {
  it('is one file in which one changed byte is found, as one changed event is in the run', async () => {
    const run = await runs.begin('    op.execute("UPDATE things SET name = upper(name)")');
    await runs.drive(['resume', run.id]).ends(0);
    const file = join(folder, 'run.html');
    await runs.drive(['report', run.id, '-o', file]).ends(0);
    await runs.drive(['report', file, '--verify']).ends(0);
    const text = await readFile(file, 'utf8');
    for (const at of [100, Math.floor(text.length / 2), text.length - 20]) {
      const sign = text[at] === 'x' ? 'y' : 'x';
      await writeFile(file, `${text.slice(0, at)}${sign}${text.slice(at + 1)}`);
      expect((await runs.drive(['report', file, '--verify']).ended).exit).not.toBe(0);
    }
    const journal = join(run.folder, 'journal.jsonl');
    const whole = await readFile(journal, 'utf8');
    await writeFile(journal, whole.replace('"kind":"step.finished"', '"kind":"step.finishes"'));
    const found = await runs.drive(['show', run.id, '--verify']).ended;
    expect(found).toMatchObject({
      exit: 1,
      stdout: expect.stringMatching(/line \d+ was changed after it was written/),
    });
    await writeFile(journal, whole);
    await runs.drive(['show', run.id, '--verify']).ends(0);
  });
});
