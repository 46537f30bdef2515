import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/run/event.ts';
import type { Driven } from './driven.ts';
import { waitsForTest } from './small-cluster.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';
import { openSmallRuns, type SmallRun, type SmallRuns } from './small-run.ts';

/** When a disk fills up, by the step that begins. */
interface Rows {
  /** Of a run that comes to its end. */
  readonly ends: readonly string[];
  /** Of a run that fails and goes back. */
  readonly goesBack: readonly string[];
  /** What is typed once all room is taken: the word, how the run ends then, and what serves. */
  readonly takesAll: readonly (readonly [string, string, string])[];
}

const good = `${waitsForTest}; op.execute("SELECT pg_sleep(0.5)"); op.execute("UPDATE things SET name = upper(name)")`;
const failing = `${waitsForTest}; op.execute("SELECT pg_sleep(0.5)"); op.execute("SELECT no_such_column FROM things")`;

const begins =
  (step: string) =>
  (event: RunEvent): boolean =>
    event.kind === 'step.started' && event.step === `1.${step}`;

/** All below a folder that anybody but its owner may touch. */
async function openBelow(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const found = await Promise.all(
    names.map(async (name) => (((await stat(join(folder, name))).mode & 0o077) === 0 ? [] : [name])),
  );
  return found.flat();
}

/** The disk of the operator fills up while baiup drives a real run: these rows, and what other tests need of it. */
export function onFullDisk(rows: Rows) {
  let runs: SmallRuns;
  let disk: SmallDisk;
  beforeAll(async () => {
    runs = await openSmallRuns();
    const home = join(runs.small.folder, 'on-disk');
    disk = await smallDisk(home, 24);
    // This process looks at the journal from outside.
    process.env['XDG_STATE_HOME'] = disk.seen;
  });
  afterEach(async () => {
    await disk.free();
    await runs.reset();
    await rm(join(disk.seen, 'baiup/runs'), { recursive: true, force: true });
  });
  afterAll(async () => {
    await disk?.close();
    process.env['XDG_STATE_HOME'] = runs.small.folder;
    await runs?.close();
  });

  function baiup(...words: string[]): Driven {
    const home = join(runs.small.folder, 'on-disk');
    return runs.drive(words, [...disk.enter, 'env', `XDG_STATE_HOME=${home}`]);
  }

  const reserve = (run: SmallRun): string => join(disk.seen, 'baiup/runs', run.id, 'reserve');

  /** As if others had taken every piece of the reserve as soon as it was given. */
  async function fillAll(run: SmallRun): Promise<void> {
    await rm(reserve(run), { recursive: true, force: true });
    await disk.fill();
  }

  it.each(rows.ends)(
    'a disk that fills up when %s begins does not keep a run from its end, and all that it keeps is its owner’s alone',
    async (step) => {
      const run = await runs.begin(good);
      const driven = baiup('resume', run.id);
      await run.until(driven, begins(step));
      await disk.fill();
      await driven.ends(0);
      expect(await runs.serving()).toBe('24.09.4');
      expect(await openBelow(join(disk.seen, 'baiup/runs', run.id))).toEqual([]);
      expect(await readdir(reserve(run))).toHaveLength(1);
    },
  );

  it.each(rows.goesBack)(
    'a disk that fills up when %s begins does not keep a failing run from going back',
    async (step) => {
      const run = await runs.begin(failing);
      const driven = baiup('resume', run.id);
      await run.until(driven, begins(step));
      await disk.fill();
      await driven.ends(1);
      expect((await run.view()).state).toBe('failed');
      expect(await runs.serving()).toBe('24.03.11');
    },
  );

  it.each(rows.takesAll)(
    'a disk that fills up and takes the reserve too ends a run with what is down and what to type: %s',
    async (word, ends, serves) => {
      const run = await runs.begin(good);
      const migration = await runs.small.lockMigration();
      const driven = baiup('resume', run.id);
      await migration.waits(driven);
      await fillAll(run);
      await migration.release();
      const { stderr } = await driven.ends(1);
      expect(stderr).toMatch(/no space left on device/i);
      expect(stderr).toContain('the service is DOWN: m1 is stopped');
      expect(stderr).toContain(`baiup resume ${run.id}, or go back: baiup rollback ${run.id}`);
      const again = await baiup(word, run.id, '--yes').ended;
      expect(again).toMatchObject({
        exit: 1,
        stderr: expect.stringContaining('the service is DOWN: m1 is stopped'),
      });
      await disk.free();
      await baiup(word, run.id, '--yes').ends(0);
      expect((await run.view()).state).toBe(ends);
      expect(await runs.serving()).toBe(serves);
    },
  );

  return { runs: () => runs, disk: () => disk, baiup, good };
}
