import { downText } from '../../../core/run/standing-words.ts';
import type { RunView } from '../../../core/run/view.ts';
import { shortList } from '../../../lib/short-list.ts';
import { under } from './under.ts';

/** Members that are told of where not all are asked for. */
const shown = 20;

type Left = RunView['left'] & {};

/** By the member that each concerns; data has none. */
const groupsOf = (left: Left): [string, Left][] => [...Map.groupBy(left, ({ member }) => member ?? 'data')];

/** One sentence for a run whose going back has left something. Where only members are left, the data is restored. */
export function leftEnding({ left = [], cluster, from, hops }: RunView): string {
  const release = hops.filter(({ state }) => state === 'done').at(-1)?.to ?? from;
  const isBack = left.length > 0 && left.every(({ member }) => member !== undefined);
  return isBack
    ? `Back at ${release}, except ${shortList(groupsOf(left).map(([name]) => name))}.`
    : `Not back: ${cluster} does not serve ${release} yet.`;
}

/** What going back has left, by member with the reasons, and how to finish it. */
export function leftLines(view: RunView, all: boolean): string[] {
  const { left = [], run, state, goingBack, hops, downtime } = view;
  if (state !== 'broken') return [];
  const groups = groupsOf(left);
  const lines = groups
    .slice(0, all ? undefined : shown)
    .flatMap(([name, steps]) => [
      `  ${name.padEnd(8)} ${steps.map(({ says }) => says).join('; ')}`,
      ...new Set(steps.flatMap(({ failure }) => (failure ? [under('           ', failure.message)] : []))),
    ]);
  const more = groups.length - shown;
  return [
    ...(downtime.since === undefined ? [] : [`  Still without full service: ${downText(view)}`]),
    ...lines,
    ...(more > 0 && !all ? [`  and ${more} more: baiup show ${run}`] : []),
    '  What was captured is kept with the run.',
    `  Next, once the cause is fixed: baiup rollback ${run}   (does only what is left)`,
    ...(goingBack !== 'rollback' && hops.length > 1
      ? [`  To go back only to where the hop began: baiup resume ${run}`]
      : []),
  ];
}
