import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { simulatedPlan } from '../../../app/engine/simulated-world.ts';
import { runOf } from '../../../app/records/cluster-run.ts';
import { runJournal } from '../../../app/records/run-journal.ts';
import type { LockSnapshot } from '../../../core/cluster/lock.ts';
import { simulatedLockSnapshot } from '../../../core/cluster/simulated-cluster.ts';
import type { RunRecord } from '../../../io/journal/port.ts';
import { clusterRunJson, clusterRunLines } from './cluster-run.ts';

let home = '';
let [damaged, whole]: RunRecord[] = [];
/** Two unfinished runs of one cluster; a line in the middle of the first's journal is lost. */
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'baiup-status-'));
  vi.stubEnv('BAIUP_HOME', home);
  [damaged, whole] = [await begun(), await begun()];
  const file = join(damaged.folder, 'journal.jsonl');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, lines.toSpliced(1, 1).join('\n'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true, force: true });
});

async function begun(): Promise<RunRecord> {
  const plan = simulatedPlan(1);
  const run = await runJournal().create(plan);
  const hops = [{ from: '0', to: '1', kind: 'major' }] as const;
  const ends = { plan: plan.id, cluster: plan.cluster, from: '0', to: '1', hops: [...hops] };
  await run.append({ kind: 'run.started', ...ends, predicted: 1, who: 'ana@desk', accepted: [] });
  for (const step of ['1.stage', '1.stop']) {
    await run.append({ kind: 'step.started', hop: 0, step, title: step });
  }
  return run;
}

/** What `baiup status` tells of the cluster's run. */
async function told(lock?: LockSnapshot) {
  const found = await runOf({ cluster: 'hand', lock, isLockKnown: true });
  return found && { json: clusterRunJson(found), text: clusterRunLines(found).join('\n') };
}
const lockOf = ({ name, id }: RunRecord) =>
  simulatedLockSnapshot({ run: name, id, life: 'dead', journal: { run: name, state: 'damaged' } });

describe('the run of a cluster beside a damaged journal', () => {
  it('is told, and it alone', async () => {
    const found = await told();
    expect(found?.json).toMatchObject({ run: whole?.name, id: whole?.id, state: 'cut', here: true });
    expect(found?.text).toContain(`  run        r-2 (${whole?.id}) 0 → 1: cut, of ana@desk\n`);
    expect(found?.text).toContain('baiup resume r-2');
    expect(found?.text).not.toContain('r-1');
  });

  it('is told by the lock of another operator, and it alone', async () => {
    const found = await told(simulatedLockSnapshot({ run: 'r-9', life: 'silent' }));
    expect(found?.json).toMatchObject({ run: 'r-9', state: 'cut', here: false });
    expect(found?.text).not.toMatch(/r-[12]/);
  });

  it('is the damaged one where that has the cluster, with what can be done', async () => {
    if (!damaged) throw new Error('no run');
    const found = await told(lockOf(damaged));
    expect(found?.json).toMatchObject({ run: damaged.name, id: damaged.id, state: 'damaged' });
    expect(found?.text).toContain('0 → 1: damaged, of ana@desk');
    expect(found?.text).toContain('baiup show r-1 says what can be done');
    expect(found?.text).not.toContain('r-2');
  });
});
