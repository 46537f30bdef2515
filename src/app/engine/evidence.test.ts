import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepEvidence } from './evidence.ts';
import { SimulatedCluster } from './simulated-cluster.ts';
import { simulatedClusterContext } from './simulated-cluster-context.ts';
import { SimulatedProcess } from './simulated-process.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-evidence-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('keeps what can be read in time, says what cannot, and does not wait for a host that says nothing', async () => {
  const cluster = new SimulatedCluster('24.03.11', 2);
  const context = simulatedClusterContext(cluster, new SimulatedProcess(Infinity, 1), folder);
  const silent = new Promise<never>(() => undefined);
  cluster.away.add('h-a1');
  const service: typeof context.service = (id) => ({
    ...context.service(id),
    ...(id === 'a2' ? { logTail: () => silent, state: () => silent } : {}),
  });
  const kept = await keepEvidence(
    { context: { ...context, service }, patience: { lookMs: 0, evidenceMs: 200 } },
    'why',
  );
  const text = (name: string): Promise<string> => readFile(join(kept.folder, name), 'utf8');
  expect([...kept.files].sort()).toEqual((await readdir(kept.folder)).sort());
  expect(await text('m1.log')).toBe('m1 has nothing to say\n');
  expect(await text('alembic_version.txt')).toBe(`${cluster.database.alembic}\n`);
  expect(await text('a1.packages.txt')).toBe('could not be read: h-a1 does not answer\n');
  expect(await text('a2.log')).toBe('could not be read within 0.2 s\n');
});
