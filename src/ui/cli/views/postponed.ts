import type { RunView, StoppedWave } from '../../../core/run/view.ts';
import { shortList } from '../../../lib/short-list.ts';
import { under } from './under.ts';

/** Agents that are told of where there are more. */
const shown = 20;

/** Agents that are named to be typed. */
const few = 5;

/** One sentence for a run that a failed wave has stopped. */
export function stoppedWaveText(
  { run, from, to }: RunView,
  { name, members, left = [] }: StoppedWave,
): string {
  const back =
    left.length === 0
      ? `the agents of ${name} have their release of before again`
      : `the agents of ${name} went back, but ${shortList(left.map(({ says }) => says))}`;
  return `Stopped: ${shortList(members)} failed. Only ${back}; waves before it, and all other components, keep ${to}. Fix the cause and go on: baiup resume ${run}. To go on without ${members.length === 1 ? 'it' : 'them'} for now: baiup resume ${run} --postpone ${members.slice(0, few).join(',')}${members.length > few ? ',…' : ''}. To take everything back to ${from}: baiup rollback ${run}`;
}

/** The agents that a run has postponed, and how to bring them further. */
export function postponedLines({ run, state, postponed = [] }: RunView): string[] {
  if (postponed.length === 0) return [];
  const lines = postponed
    .slice(0, shown)
    .flatMap(({ member, host, why, left }) => [
      under(`  ${member} on ${host}   `, why.message),
      ...(left === undefined ? [] : [`    ${left}`]),
    ]);
  const more = postponed.length - shown;
  return [
    `  Postponed: ${postponed.length === 1 ? 'one agent keeps' : `${postponed.length} agents keep`} the release of before.`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more: baiup show ${run} --format json`] : []),
    ...(state === 'done' ? [`  Next, once they answer: baiup apply --remaining ${run}`] : []),
  ];
}
