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

/** A major hop, and what its downtime with parked programs is at most, as a share of what no cold start avoids. */
export interface BenchedHop {
  readonly from: string;
  readonly to: string;
  readonly parkedAtMost: number;
  /** Manual steps that a sandbox does not need. */
  readonly accept?: readonly string[];
  /** Of the cluster's data, what is put right first. */
  readonly fix?: string;
}

/**
 * A major hop, rehearsed and applied with cold starts; then rolled back and applied again with parked programs, foreseen
 * by what the first run measured of this cluster's stops and starts. The smallest size does it once.
 */
export async function benchUpgrade(
  size: Size,
  { from, to, accept = [], fix }: BenchedHop,
): Promise<{ readonly cold: UpgradeFigures; readonly parked?: UpgradeFigures }> {
  return withSandbox({ at: from, size }, async (cluster, folder) => {
    const on = ['--cluster', cluster];
    const plan = join(folder, 'plan.json');
    if (fix !== undefined) await baiupJson(['check', to, ...on, '--fix', fix, '--yes']);
    const accepted = accept.flatMap((code) => ['--accept', code]);
    const upgrade = async (...how: string[]): Promise<string> => {
      await baiupJson(['plan', to, ...on, ...how, ...accepted, '-o', plan]);
      await baiupJson(['rehearse', plan, ...on]);
      return (await baiupJson<RunShown>(['apply', plan, ...on, ...accepted, '--yes'])).run;
    };
    const run = await upgrade('--no-park');
    const cold = await figuresOf(run);
    if (size === 'smallest') return { cold };
    await baiupJson(['rollback', run, ...on, '--yes']);
    return { cold, parked: await figuresOf(await upgrade()) };
  });
}
