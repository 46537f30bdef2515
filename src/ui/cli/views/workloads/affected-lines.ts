import type { Affected } from '../../../../app/discovery/affected.ts';
import type { AffectedGroup } from '../../../../core/workloads/affected.ts';
import { drainWords } from '../../../../core/workloads/drain-words.ts';
import type { FateName } from '../../../../core/workloads/fate.ts';
import { show } from '../../../../lib/command.ts';
import { durationText } from '../../../../lib/duration.ts';
import { visible } from '../../../../lib/visible.ts';

/** What becomes of sessions, in one sentence each. */
const becomes: Readonly<Record<FateName, (time: string) => string>> = {
  guarded: () => 'Each stops the upgrade until it has ended or is accepted.',
  'must-end': (time) => `Each has to end by itself within ${time}. As long as one runs, there is no upgrade.`,
  'may-end': (time) => `Each may be ended, if it has not ended by itself within ${time}.`,
  'is-ended': (time) => `Each is ended, if it has not ended by itself within ${time}.`,
  'is-restarted': () => 'Each is ended, and its service has new ones after the upgrade.',
  'at-risk': () => 'None is ended, but none can be reached while services are away, and some may end.',
  waits: () => 'Each waits until the upgrade is over.',
};

const most = 12;

/** "30 ana@example.com, 2 ben@example.com and 7 others" */
function counted(counts: Readonly<Record<string, number>>): string {
  const all = Object.entries(counts);
  const told = all.slice(0, most).map(([what, count]) => `${count.toLocaleString('en')} ${visible(what)}`);
  const more = all.length - told.length;
  return `${told.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} others` : ''}`;
}

/** Who is affected by an upgrade, by what becomes of sessions, and the command that shows each of them. */
export function affectedLines(affected: Affected): string[] {
  const { drain, guards, groups, trouble } = affected;
  if (trouble !== undefined) return [`What becomes of sessions is not known: ${trouble}`];
  if (groups.length === 0) return [];
  const words = drainWords(drain, guards);
  const time = durationText(drain?.seconds ?? 0);
  const lines = ({ fate, sessions, kinds, owners }: AffectedGroup): string[] => [
    `  ${fate}: ${sessions.toLocaleString('en')} ${sessions === 1 ? 'session' : 'sessions'}. ${becomes[fate](time)}`,
    `      kinds: ${counted(kinds)}`,
    `      people: ${counted(owners)}`,
    `      see each: ${show(['baiup', 'workloads', ...words, '--fate', fate])}`,
  ];
  const how = drain ? `by ${show(words)}` : 'without a drain (try --drain end)';
  return [`What becomes of sessions, ${how}:`, ...groups.flatMap(lines)];
}
