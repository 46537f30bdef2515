import { join } from 'node:path';
import { baiupJson } from '../lib/baiup.ts';
import type { RunShown } from '../lib/shapes.ts';
import { type Size, withSandbox } from './sized-sandbox.ts';

const slowest = ({ steps }: RunShown, verb: string): number =>
  Math.max(...steps.filter(({ step }) => step.startsWith(`1.${verb}.`)).map(({ seconds }) => seconds));

/** Seconds of one real upgrade: its downtime, what of it no one could avoid, what the migrator took beside its SQL, and what counting took. */
export interface UpgradeFigures {
  readonly downtime: number;
  readonly predicted: number;
  readonly stop: number;
  readonly sql: number;
  readonly start: number;
  readonly beside: number;
  /** Of what the cluster holds: what of it happens before the new managers start, and all else. */
  readonly hold: number;
  readonly count: number;
}

async function figuresOf(run: string): Promise<UpgradeFigures> {
  const shown = await baiupJson<RunShown>(['show', run], { shown: false });
  const { downtime } = shown;
  const named = (id: string) => shown.steps.find(({ step }) => step === id);
  const migrate = named('1.migrate.schema');
  const sql = (migrate?.result?.revisions ?? []).reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    downtime: downtime.actual,
    predicted: downtime.predicted,
    stop: slowest(shown, 'stop'),
    sql,
    start: slowest(shown, 'start'),
    beside: (migrate?.seconds ?? 0) - sql,
    hold: named('1.view.census')?.seconds ?? 0,
    count: named('1.prove.census')?.seconds ?? 0,
  };
}

/**
 * The major hop 24.03.11 → 24.09.6, rehearsed and applied; then rolled back and applied again, foreseen by what the
 * first run measured of this cluster's stops and starts. The smallest size does it once.
 */
export async function benchUpgrade(
  size: Size,
): Promise<{ readonly first: UpgradeFigures; readonly second?: UpgradeFigures }> {
  return withSandbox({ at: '24.03.11', size }, async (cluster, folder) => {
    const on = ['--cluster', cluster];
    const plan = join(folder, 'plan.json');
    await baiupJson(['plan', '24.09.6', ...on, '-o', plan]);
    await baiupJson(['rehearse', plan, ...on]);
    const upgrade = async (): Promise<string> =>
      (await baiupJson<RunShown>(['apply', plan, ...on, '--yes'])).run;
    const run = await upgrade();
    const first = await figuresOf(run);
    if (size === 'smallest') return { first };
    await baiupJson(['rollback', run, ...on, '--yes']);
    return { first, second: await figuresOf(await upgrade()) };
  });
}
