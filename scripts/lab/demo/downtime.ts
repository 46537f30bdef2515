import type { RunShown, StepShown } from '../../lib/shapes.ts';

const slowest = (steps: readonly StepShown[], verb: string): number =>
  Math.max(0, ...steps.filter(({ step }) => step.split('.')[1] === verb).map(({ seconds }) => seconds));

const cell = (text: string | number, width: number): string => String(text).padEnd(width);
const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** What nobody can avoid of a hop: its slowest stop, the SQL of its revisions, its slowest start. */
function unavoidable(steps: readonly StepShown[]): number {
  const migrated = steps.find(({ step }) => step.endsWith('.migrate.schema'));
  const sql = (migrated?.result?.revisions ?? []).reduce((sum, revision) => sum + revision.seconds, 0);
  return slowest(steps, 'stop') + sql + slowest(steps, 'start');
}

/** Seconds without service by hop, beside what was predicted and what nobody can avoid. */
export function downtimeTable({ hops, steps, downtime }: RunShown): string {
  const rows = hops.map(({ from, to, downtime: actual }, hop) => {
    const least = unavoidable(steps.filter((step) => step.hop === hop));
    return `${cell(`${from} → ${to}`, 22)}${cell(seconds(actual), 12)}${cell(seconds(least), 14)}${(actual / least).toFixed(2)}`;
  });
  return [
    `${cell('', 22)}${cell('downtime', 12)}${cell('unavoidable', 14)}ratio`,
    ...rows,
    `in all ${seconds(downtime.actual)}, predicted ${seconds(downtime.predicted)}`,
    'unavoidable: the slowest stop, the SQL of all revisions, the slowest start. A minor hop has two of each: managers first.',
  ].join('\n');
}
