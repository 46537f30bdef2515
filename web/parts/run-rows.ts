import type { StepView } from '../../src/core/run/view.ts';
import { type Bar, barOf, inLanes, kindOf, type Row } from './bars.ts';
import type { PlanIndex } from './plan-index.ts';
import type { Tally } from './tally.ts';

/** Up to so many hosts have a row each; of more, the phases are shown. */
const mostRows = 24;

const bars = (steps: readonly StepView[]): Bar[] => steps.flatMap((step) => barOf(step) ?? []);

function hostRows(index: PlanIndex, steps: readonly StepView[], now: number): Row[] {
  const byHost = Map.groupBy(steps, ({ step }) => {
    const hosts = index.steps.get(step)?.hosts ?? [];
    return hosts.length === 1 ? (hosts[0] ?? '') : 'all together';
  });
  const names = ['all together', ...index.hosts].filter((name) => byHost.has(name));
  return names.map((name) => ({ name, lanes: inLanes(bars(byHost.get(name) ?? []), now) }));
}

/** From the first to the last of each phase. */
function phaseRows({ plan }: PlanIndex, tallies: readonly Tally[]): Row[] {
  return tallies.flatMap(({ phase: { index, hop, title, steps }, counts, from, to }) => {
    if (from === undefined) return [];
    const isMoving = counts.moving > 0 || to === undefined;
    const kind = kindOf(steps[0]?.id ?? '');
    const stands = counts.failed > 0 ? 'failed' : isMoving ? 'moving' : 'done';
    const bar: Bar = {
      ...{ step: `${index}.${title}`, title, from, kind, stands },
      ...(isMoving ? {} : { to }),
    };
    return [{ name: plan.hops.length > 1 ? `${hop + 1} ${title}` : title, lanes: [[bar]] }];
  });
}

interface RowsOf {
  readonly index: PlanIndex;
  readonly steps: readonly StepView[];
  readonly tallies: readonly Tally[];
  readonly now: number;
}

/** The rows of a run's timeline: its hosts, or, of many, its phases. */
export function runRows({ index, steps, tallies, now }: RowsOf): readonly Row[] {
  return index.hosts.length > mostRows ? phaseRows(index, tallies) : hostRows(index, steps, now);
}

/** From the first step to the last, milliseconds since the epoch. */
export function spanOf(rows: readonly Row[], now: number): { readonly from: number; readonly to: number } {
  let [from, to] = [now, 0];
  for (const { lanes } of rows)
    for (const lane of lanes)
      for (const bar of lane) {
        from = Math.min(from, bar.from);
        to = Math.max(to, bar.to ?? now);
      }
  return { from, to: Math.max(to, from + 1000) };
}

/** The rows in a shorter time: what lies outside is left out. */
export function within(rows: readonly Row[], from: number, to: number): Row[] {
  return rows.map(({ name, lanes }) => ({
    name,
    lanes: lanes
      .map((lane) => lane.filter((bar) => bar.from <= to && (bar.to ?? to) >= from))
      .filter((lane) => lane.length > 0),
  }));
}
