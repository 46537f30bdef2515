import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/run/event.ts';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

/** Terminals that go away while baiup drives a real run, before it has stopped anything and within its stop. */
let runs: SmallRuns;
beforeAll(async () => {
  runs = await openSmallRuns();
});
afterEach(() => runs.reset());
afterAll(() => runs?.close());

const good = `${waitsForTest}; op.execute("UPDATE things SET name = upper(name)")`;
const failing = `${waitsForTest}; op.execute("SELECT no_such_column FROM things")`;

const begins =
  (step: string) =>
  (event: RunEvent): boolean =>
    event.kind === 'step.started' && event.step === `1.${step}`;

const terminal = (...more: string[]): string[] => [
  'python3',
  join(import.meta.dirname, 'on-a-terminal.py'),
  ...more,
];

describe('a reader that closes the pipe', () => {
  it('before anything is stopped ends the run as Ctrl-C does, and it goes on later', async () => {
    const run = await runs.begin(good);
    const driven = runs.drive(['resume', run.id]);
    driven.process.stdout?.destroy();
    await driven.ends(3);
    expect(await run.view()).toMatchObject({
      state: 'stopped',
      asked: { what: 'pause', why: expect.stringContaining('EPIPE') },
    });
    expect(await runs.serving()).toBe('24.03.11');
    const again = await runs.drive(['resume', run.id]).ended;
    expect(again).toMatchObject({ exit: 0, stdout: expect.stringContaining('Done: small runs 24.09.4') });
    expect(await runs.serving()).toBe('24.09.4');
  });

  it('within the stop changes nothing: the run goes on to its end', async () => {
    const run = await runs.begin(good);
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', run.id]);
    await migration.waits(driven);
    driven.process.stdout?.destroy();
    driven.process.stderr?.destroy();
    await migration.release();
    await driven.ends(0);
    expect((await run.view()).state).toBe('done');
    expect(await runs.serving()).toBe('24.09.4');
  });

  it('within the stop of a run that fails: it goes back', async () => {
    const run = await runs.begin(failing);
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', run.id]);
    await migration.waits(driven);
    driven.process.stdout?.destroy();
    await migration.release();
    await driven.ends(1);
    expect((await run.view()).state).toBe('failed');
    expect(await runs.serving()).toBe('24.03.11');
  });
});

describe('a standard output that takes nothing', () => {
  const onto = (file: string): string[] => ['sh', '-c', `exec "$0" "$@" > ${file}`];

  it('ends the run before anything is stopped, without a stack trace', async () => {
    const run = await runs.begin(good);
    const { stderr } = await runs.drive(['resume', run.id], onto('/dev/full')).ends(3);
    const [first, ...rest] = stderr.split('\n');
    expect(first).toBe(
      '✗ the answer could not be written to standard output: ENOSPC: no space left on device, write',
    );
    expect(rest.join('\n')).toMatch(/^Stopped as .* asked \(nobody reads what it says .*baiup resume r-/);
    expect((await run.view()).state).toBe('stopped');
  });

  it('does not make a lie of what was done: a document that is lost can be had again', async () => {
    const run = await runs.begin(good);
    await runs.drive(['resume', run.id, '--format', 'json'], onto('/dev/full')).ends(0);
    const { stdout } = await runs.drive(['show', run.id, '--format', 'json']).ended;
    expect(JSON.parse(stdout)).toMatchObject({ state: 'done' });
  });
});

describe('SIGHUP', () => {
  it('before anything is stopped ends the run as Ctrl-C does', async () => {
    // No earlier run has found what a fresh install of this one is like, so it makes a database.
    const run = await runs.begin(`${good}; op.execute("SELECT 1")`);
    const making = await runs.small.lockWrites('pg_database');
    const driven = runs.drive(['resume', run.id]);
    await making.waits(driven);
    driven.process.kill('SIGHUP');
    await making.release();
    await driven.ends(3);
    expect(await runs.serving()).toBe('24.03.11');
  });

  it('within the stop changes nothing', async () => {
    const run = await runs.begin(good);
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', run.id]);
    await migration.waits(driven);
    driven.process.kill('SIGHUP');
    await migration.release();
    await driven.ends(0);
    expect(await runs.serving()).toBe('24.09.4');
  });

  it('means nothing to a run under nohup', async () => {
    const run = await runs.begin(good);
    const driven = runs.drive(['resume', run.id], ['nohup']);
    await run.until(driven, begins('expect'));
    driven.process.kill('SIGHUP');
    await driven.ends(0);
  });
});

describe('a terminal', () => {
  it('that is closed within the stop takes neither the run nor its programs with it', async () => {
    const run = await runs.begin(good);
    const lock = await runs.small.lockTables();
    // A shell between them takes all that it started with it.
    const driven = runs.drive(['resume', run.id], terminal('sh', '-c', '"$@"; true', 'sh'));
    await lock.waits(driven);
    driven.process.kill('SIGKILL');
    await driven.ended;
    await lock.release();
    expect((await run.ended()).state).toBe('done');
    expect(await runs.serving()).toBe('24.09.4');
  });

  it('that nobody reads does not hold a run up', async () => {
    const run = await runs.begin(good);
    const driven = runs.drive(['resume', run.id, '--verbose'], terminal('--unread'));
    const ended = await run.ended();
    driven.process.kill('SIGKILL');
    expect(ended.state).toBe('done');
  });

  it('and its Ctrl-C leave the running dump alone, and say that the service is down', async () => {
    const run = await runs.begin(good);
    const lock = await runs.small.lockTables();
    const driven = runs.drive(['resume', run.id], terminal());
    await lock.waits(driven);
    driven.process.stdin?.write('\x03');
    await driven.says('Ctrl-C again cuts them.');
    await lock.release();
    const { stdout } = await driven.ends(3);
    expect(stdout).toContain('The service stays DOWN then: m1.');
    expect(stdout).toContain('the service is DOWN: m1 is stopped');
    expect(await run.view()).toMatchObject({ state: 'stopped', steps: expect.arrayContaining([]) });
    expect((await run.view()).steps.find(({ step }) => step === '1.database')?.state).toBe('done');
    await runs.drive(['rollback', run.id, '--yes']).ends(0);
    expect(await runs.serving()).toBe('24.03.11');
  });

  it('and its second Ctrl-C cut, and say how things stand and what to type', async () => {
    const run = await runs.begin(good);
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', run.id], terminal());
    await migration.waits(driven);
    driven.process.stdin?.write('\x03');
    await driven.says('Ctrl-C again cuts them.');
    driven.process.stdin?.write('\x03');
    const { stdout } = await driven.ends(130);
    await migration.release();
    expect(stdout).toContain(`Now:   ${run.id}: the service is DOWN: m1 is stopped`);
    expect(stdout).toContain(`baiup resume ${run.id}, or go back: baiup rollback ${run.id}`);
    await runs.drive(['rollback', run.id, '--yes']).ends(0);
    expect(await runs.serving()).toBe('24.03.11');
  });
});
