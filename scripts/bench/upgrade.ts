import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baiupJson } from '../lib/baiup.ts';
import type { RunShown, SandboxUp } from '../lib/shapes.ts';

const name = 'bench-upgrade';

const slowest = ({ steps }: RunShown, verb: string): number =>
  Math.max(...steps.filter(({ step }) => step.startsWith(`1.${verb}.`)).map(({ seconds }) => seconds));

/** Seconds of one real upgrade 24.03.11 → 24.09.4: its downtime, and what of it no one could avoid. */
export async function benchUpgrade(): Promise<{
  downtime: number;
  stop: number;
  sql: number;
  start: number;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-bench-'));
  const plan = join(folder, 'plan.json');
  try {
    const { cluster } = await baiupJson<SandboxUp>(['sandbox', 'up', '--at', '24.03.11', '--name', name]);
    await baiupJson(['plan', '24.09.4', '--cluster', cluster, '-o', plan]);
    const { run, downtime } = await baiupJson<RunShown>(['apply', plan, '--cluster', cluster, '--yes']);
    const shown = await baiupJson<RunShown>(['show', run]);
    const migrate = shown.steps.find(({ step }) => step === '1.migrate.schema');
    const sql = (migrate?.result?.revisions ?? []).reduce((sum, { seconds }) => sum + seconds, 0);
    return { downtime: downtime.actual, stop: slowest(shown, 'stop'), sql, start: slowest(shown, 'start') };
  } finally {
    await baiupJson(['sandbox', 'down', '--name', name]).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}
