import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { driveRun } from '../../src/app/engine/drive.ts';
import { beginning } from '../../src/app/records/beginning.ts';
import { runJournal } from '../../src/app/records/run-journal.ts';
import { reduceRun } from '../../src/core/run/reduce.ts';
import type { RunView } from '../../src/core/run/view.ts';
import { openSmallCluster, type SmallCluster } from './small-cluster.ts';

let small: SmallCluster;
beforeAll(async () => {
  small = await openSmallCluster();
}, 120_000);
afterAll(() => small?.close());

const databases = async (): Promise<unknown[]> =>
  (await small.sql('SELECT datname FROM pg_database ORDER BY 1')).map(({ datname }) => datname);

const src = join(import.meta.dirname, '../../src');

/** A process that makes a scratch database and is killed before it drops it. */
async function killedWhileStaging(): Promise<string | null> {
  const script = join(small.folder, 'killed.ts');
  await writeFile(
    script,
    `import { openCluster } from '${src}/app/wiring/open-cluster.ts';
     import { createScratch } from '${src}/io/database/scratch.ts';
     const { address } = await openCluster(process.argv[2]);
     await createScratch(address, { run: 'a1b2c3d4e5f6', hop: 1 });
     process.kill(process.pid, 'SIGKILL');`,
  );
  return new Promise((resolve) => {
    execFile(process.execPath, [script, small.cluster.file], (error) => resolve(error?.signal ?? null));
  });
}

it('what a killed run has left on the server is gone once another run of the cluster has ended', async () => {
  const before = await databases();
  expect(await killedWhileStaging()).toBe('SIGKILL');
  await small.sql('CREATE DATABASE baiup_scratch_mine');
  expect(await databases()).toHaveLength(before.length + 2);
  expect(await small.cluster.readers.database.scratches()).toHaveLength(1);
  const plan = await small.plan([]);
  const begins = await beginning(plan, {
    receipt: undefined,
    noRehearsal: true,
    accepted: [],
    databaseBytes: 0,
    hooks: [],
  });
  const record = await runJournal().create(plan);
  const options = { asked: () => undefined, onAsked: () => undefined, onEvent: () => undefined };
  await driveRun(small.cluster, record, 'a test', options, async () => {
    await record.append(begins);
    await record.append({ kind: 'run.finished', state: 'done' });
    return reduceRun(await record.events()) as RunView;
  });
  expect(await small.cluster.readers.database.scratches()).toEqual([]);
  expect(await databases()).toEqual([...before, 'baiup_scratch_mine'].sort());
});
