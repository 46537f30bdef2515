import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Driven } from './driven.ts';
import { poseAsRelease } from './pose-as-release.ts';
import { openSmallRuns, type SmallRuns } from './small-run.ts';

/** Ctrl-C in the middle of commands that must not end anywhere. */
let runs: SmallRuns;
beforeAll(async () => {
  runs = await openSmallRuns();
  await poseAsRelease(runs.small, '24.03.11');
});
afterAll(() => runs?.close());
afterEach(() => runs.small.releaseAll());

const press = ({ process }: Driven) => process.kill('SIGINT');
const nothing = { folders: [], processes: [] };

describe('a rehearsal', () => {
  const plan = (): string => join(runs.small.folder, 'plan.json');
  let before: unknown;
  beforeAll(async () => {
    await runs.drive(['plan', '24.09.4', '-o', plan()]).ends(0);
    before = await runs.small.contents();
  });

  /** Until it works on copies. */
  async function rehearsing(): Promise<Driven> {
    const driven = runs.drive(['rehearse', plan()]);
    await driven.says("✓ Dump the cluster's database");
    expect((await runs.small.leftovers()).folders).not.toEqual([]);
    return driven;
  }

  it('ends in good order at Ctrl-C: nothing is left of it, and the cluster is untouched', async () => {
    const driven = await rehearsing();
    press(driven);
    const { stderr, stdout } = await driven.ends(130);
    expect(stderr).toContain('Ending in order. Ctrl-C again cuts.');
    expect(stderr).toContain(
      '✗ interrupted\n  Now:   the cluster was only read, and nothing is left of the rehearsal\n  Next:  the same command again\n',
    );
    expect(stdout).not.toContain('Kept:');
    expect(await runs.small.leftovers()).toEqual(nothing);
    expect(await runs.small.contents()).toEqual(before);
  });

  it('is cut by a second Ctrl-C, and nothing is left of it either', async () => {
    const driven = await rehearsing();
    press(driven);
    await driven.warns('Ending in order.');
    press(driven);
    await driven.ends(130);
    await vi.waitFor(async () => expect(await runs.small.leftovers()).toEqual(nothing), 60_000);
    expect(await runs.small.contents()).toEqual(before);
  });

  it('that only looks at the cluster yet is ended at once', async () => {
    const lock = await runs.small.lockTables();
    const driven = runs.drive(['rehearse', plan()]);
    await lock.waits(driven);
    press(driven);
    const { stderr } = await driven.ends(130);
    expect(stderr).toContain(
      '✗ interrupted\n  Now:   nothing was changed\n  Next:  the same command again\n',
    );
    expect(await readdir(join(runs.small.folder, 'baiup/rehearsals')).catch(() => [])).toEqual([]);
  });
});

describe('a fix that was agreed to', () => {
  const code = 'database.vfolder-orphans';
  const fix = () => runs.drive(['check', '24.09.4', '--fix', `${code}=ana@example.org`, '--yes']);
  const owners = async () => (await runs.small.sql('SELECT "user" FROM vfolders')).map(({ user }) => user);
  beforeEach(async () => {
    await runs.small.sql(
      `DELETE FROM vfolders; INSERT INTO vfolders (id, name, host, status, ownership_type) VALUES (1, 'lost', 'local', 'ready', 'user')`,
    );
  });

  it('is done as a whole at Ctrl-C, and gives the cluster back', async () => {
    const held = await runs.small.lockWrites('vfolders');
    const driven = fix();
    await held.waits(driven);
    press(driven);
    await driven.warns('Ending in order. Ctrl-C again cuts.');
    expect(await owners()).toEqual([null]);
    await held.release();
    const { exit, stdout } = await driven.ended;
    expect({ exit, stdout }).toEqual({
      exit: 0,
      stdout: expect.stringContaining('✓ gives 1 ownerless folder to ana'),
    });
    expect(await owners()).toEqual(['u1']);
    expect(await runs.small.cluster.lock.find()).toBeUndefined();
  });

  it('is not done at all when a second Ctrl-C cuts it, and the same command does it then', async () => {
    const held = await runs.small.lockWrites('vfolders');
    const driven = fix();
    await held.waits(driven);
    press(driven);
    await driven.warns('Ending in order.');
    press(driven);
    const { stderr } = await driven.ends(130);
    expect(stderr).toContain(
      '✗ cut\n  Now:   each change that is shown above is done as a whole or not at all\n  Next:  look again: baiup check\n',
    );
    await held.release();
    const waiting = () => runs.small.sql('SELECT FROM pg_locks WHERE NOT granted');
    await vi.waitFor(async () => expect(await waiting()).toEqual([]), 60_000);
    expect(await owners()).toEqual([null]);
    await fix().ends(0);
    expect(await owners()).toEqual(['u1']);
    expect(await runs.small.cluster.lock.find()).toBeUndefined();
  });
});
