import type { StepView } from '../../src/core/run/view.ts';
import { type Bar, barOf, inLanes, type Row } from './bars.ts';
import type { PlanIndex } from './plan-index.ts';

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
function phaseRows(index: PlanIndex, steps: readonly StepView[]): Row[] {
  const byPhase = Map.groupBy(bars(steps), ({ step }) => index.phaseOf.get(step)?.index ?? -1);
  return index.phases.flatMap(({ title, hop, index: place }) => {
    const own = byPhase.get(place);
    if (!own) return [];
    const isMoving = own.some(({ to }) => to === undefined);
    const to = own.reduce((last, bar) => Math.max(last, bar.to ?? 0), 0);
    const from = own.reduce((first, bar) => Math.min(first, bar.from), Number.POSITIVE_INFINITY);
    const kind = own[0]?.kind ?? 'other';
    const stands = own.some((bar) => bar.stands === 'failed') ? 'failed' : isMoving ? 'moving' : 'done';
    const bar: Bar = { ...{ step: `${place}`, title, from, kind, stands }, ...(isMoving ? {} : { to }) };
    return [{ name: index.plan.hops.length > 1 ? `${hop + 1} ${title}` : title, lanes: [[bar]] }];
  });
}

/** The rows of a run's timeline: its hosts, or, of many, its phases. */
export function runRows(index: PlanIndex, steps: readonly StepView[], now: number): readonly Row[] {
  return index.hosts.length > mostRows ? phaseRows(index, steps) : hostRows(index, steps, now);
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
