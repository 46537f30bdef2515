import { type ComparedPoints, comparedPoints } from '../../../core/components/compare-entry-points.ts';
import type { RunView } from '../../../core/run/view.ts';
import { beforeAfter } from './before-after.ts';

interface HopPoints extends ComparedPoints {
  readonly hop: number;
}

/** The entry points of each hop's environments before and after, for those that were compared. */
export function entryPointsOf({ steps }: Pick<RunView, 'steps'>): HopPoints[] {
  return steps.flatMap(({ step, hop, result, state }) => {
    if (!step.endsWith('.prove.environments') || state !== 'done') return [];
    const { data } = comparedPoints.safeParse(result);
    return data ? [{ hop, ...data }] : [];
  });
}

const most = 5;

function few(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length - most;
  return [
    `    ${title}`,
    ...lines.slice(0, most).map((line) => `      ${line}`),
    ...(more > 0 ? [`      and ${more} more`] : []),
  ];
}

const lostLines = (lost: ComparedPoints['lost']): string[] =>
  few(
    'The operator accepted this:',
    lost.map(({ member, name, package: of }) => `${member} has lost ${name} of ${of}`),
  );

/** Entry points that are gone, and that the operator accepted. */
export const lostPointLines = (view: Pick<RunView, 'steps'>): string[] =>
  entryPointsOf(view).flatMap(({ lost }) => lostLines(lost));

function hopLines(
  { counts, lost, explained, unread }: HopPoints,
  ends: { readonly from: string; readonly to: string } | undefined,
): string[] {
  const title = ends ? `${ends.from} → ${ends.to}, entry points` : 'Entry points';
  const reasons = Map.groupBy(explained, ({ name, reason }) => `${name}: ${reason}`);
  return [
    ...beforeAfter(
      title,
      counts.map(({ component, before, after }) => ({ name: component, before, after })),
    ),
    ...few('No longer there, for a reason:', [...reasons.keys()]),
    ...lostLines(lost),
    ...few('Their environments before could not be read:', unread),
  ];
}

export function entryPointLines(view: Pick<RunView, 'steps' | 'hops'>): string[] {
  return entryPointsOf(view).flatMap((each) => hopLines(each, view.hops[each.hop]));
}
