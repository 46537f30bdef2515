import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { waitsForTest } from './small-cluster.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

/** A real run that is steered and watched from other terminals than the one that drives it. */
let runs: SmallRuns;
beforeAll(async () => {
  runs = await openSmallRuns();
});
afterEach(() => runs.reset());
afterAll(() => runs?.close());

const good = `${waitsForTest}; op.execute("UPDATE things SET name = upper(name)")`;
const failing = `${waitsForTest}; op.execute("SELECT no_such_column FROM things")`;
const firstName = async () => (await runs.small.sql('SELECT name FROM things WHERE id = 7'))[0]?.['name'];

const onTerminal = ['python3', join(import.meta.dirname, 'on-a-terminal.py')];

describe('baiup pause', () => {
  it('has whoever drives a run stop after the running steps, and says what is down', async () => {
    const run = await runs.begin(good);
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', run.id]);
    await migration.waits(driven);
    const pausing = runs.drive(['pause', run.id, '--format', 'json']);
    await driven.says('asked it to stop after the running steps: baiup pause');
    await migration.release();
    const { stdout } = await pausing.ends(0);
    expect(JSON.parse(stdout)).toMatchObject({
      state: 'stopped',
      down: ['m1'],
      asked: { what: 'pause', why: 'baiup pause' },
    });
    await driven.ends(3);
    await runs.drive(['resume', run.id]).ends(0);
    expect(await runs.serving()).toBe('24.09.4');
  });

  it('says that a run which nobody drives has stopped already', async () => {
    const run = await runs.begin(good);
    const { exit, stdout } = await runs.drive(['pause', run.id]).ended;
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: expect.stringContaining(`Nobody drives ${run.id}: it has stopped already.`),
    });
  });
});

describe('baiup abort', () => {
  it('has whoever drives a run go back to where the hop began', async () => {
    const run = await runs.begin(good);
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', run.id]);
    await migration.waits(driven);
    const aborting = runs.drive(['abort', run.id, '--yes']);
    await driven.says('asked it to go back after the running steps: baiup abort');
    await migration.release();
    const aborted = await aborting.ended;
    expect(aborted).toMatchObject({ exit: 0, stdout: expect.stringContaining('small runs 24.03.11 again') });
    await driven.ends(1);
    expect(await run.view()).toMatchObject({ state: 'failed', failure: { code: 'run.aborted' } });
    expect(await runs.serving()).toBe('24.03.11');
    expect(await firstName()).toBe('thing 7');
  });

  it('takes a run back that stands still with its service down', async () => {
    const run = await runs.killedWhileMigrating(good);
    expect(await runs.serving()).toBeUndefined();
    await runs.drive(['abort', run.id, '--yes']).ends(0);
    expect((await run.view()).state).toBe('failed');
    expect(await runs.serving()).toBe('24.03.11');
    expect(await firstName()).toBe('thing 7');
  });

  it('refuses a run that is done, and says nothing is changed without a yes', async () => {
    const run = await runs.begin(good);
    const { exit, stderr } = await runs.drive(['abort', run.id]).ended;
    expect({ exit, stderr }).toEqual({ exit: 64, stderr: expect.stringContaining('with --yes') });
    await runs.drive(['resume', run.id]).ends(0);
    const done = await runs.drive(['abort', run.id, '--yes']).ended;
    expect(done).toMatchObject({ exit: 2, stderr: expect.stringContaining(`baiup rollback ${run.id}`) });
  });
});

describe('from another terminal', () => {
  it('show --follow tells a run as it goes, to its end', async () => {
    const run = await runs.begin(good);
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', run.id]);
    await migration.waits(driven);
    const watching = runs.drive(['show', run.id, '--follow']);
    await watching.says('✓ stop-m1');
    await migration.release();
    const { stdout } = await watching.ends(0);
    for (const said of ['✓ stop-m1', '✓ migrate', '✓ start-m1', 'Done: small runs 24.09.4.'])
      expect(stdout).toContain(said);
    await driven.ends(0);
  });

  it('a watcher that leaves does nothing to the run', async () => {
    const run = await runs.begin(good);
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', run.id]);
    await migration.waits(driven);
    const watching = runs.drive(['show', run.id, '--follow'], onTerminal);
    await watching.says('✓ stop-m1');
    watching.process.stdin?.write('\x03');
    expect((await watching.ended).stdout).toContain(`${run.id} goes on without being watched`);
    await migration.release();
    await driven.ends(0);
  });

  it('logs tell a step while it runs, and what was kept when it failed', async () => {
    const run = await runs.begin(failing);
    const migration = await runs.small.lockMigration();
    const driven = runs.drive(['resume', run.id]);
    await migration.waits(driven);
    const watching = runs.drive(['logs', run.id, 'migrate', '--follow']);
    await watching.says('begun');
    await migration.release();
    const { stdout } = await watching.ends(0);
    expect(stdout).toContain('no_such_column');
    expect(stdout).toContain('undone in');
    await driven.ends(1);
    const after = await runs.drive(['logs', run.id, '1.migrate']).ended;
    expect(after.stdout).toContain('evidence/1.migrate/failure.txt');
    expect(after.stdout).toContain('UndefinedColumnError');
    const unknown = await runs.drive(['logs', run.id, 'nothing']).ended;
    expect(unknown).toMatchObject({ exit: 64, stderr: expect.stringContaining('its steps: 1.expect') });
  });
});

describe('baiup rollback', () => {
  it('asks on a terminal, saying what is lost, and does nothing without a yes', async () => {
    const run = await runs.begin(good);
    await runs.drive(['resume', run.id]).ends(0);
    const piped = await runs.drive(['rollback', run.id]).ended;
    expect(piped).toMatchObject({
      exit: 64,
      stderr: expect.stringContaining('since the service returned is lost'),
    });
    const no = runs.drive(['rollback', run.id], onTerminal);
    await no.says('[y/N]');
    no.process.stdin?.write('n\r');
    expect(await no.ended).toMatchObject({ exit: 2, stdout: expect.stringContaining('Nothing was changed') });
    const cut = runs.drive(['rollback', run.id], onTerminal);
    await cut.says('[y/N]');
    cut.process.stdin?.write('\x03');
    await cut.ends(2);
    expect((await run.view()).state).toBe('done');
    const yes = runs.drive(['rollback', run.id], onTerminal);
    await yes.says('[y/N]');
    yes.process.stdin?.write('y\r');
    await yes.ends(0);
    expect(await runs.serving()).toBe('24.03.11');
  });
});
