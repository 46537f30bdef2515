import type { RunView } from '../../../core/run/view.ts';
import { under } from './under.ts';

type Untold = NonNullable<RunView['untold']>[number];

const shown = 5;

/** "hook chat was not told of run.begun: it answered 500" */
export const untoldText = ({ hook, event, why }: Pick<Untold, 'hook' | 'event' | 'why'>): string =>
  `hook ${hook} was not told of ${event}: ${why}`;

/** What hooks have not had of a run, the latest last. */
export function untoldLines({ untold = [], run }: Pick<RunView, 'untold' | 'run'>): string[] {
  const more = untold.length - shown;
  return [
    ...(more > 0 ? [`  ${more} earlier notices were not told to hooks either.`] : []),
    ...untold.slice(-shown).map((each) => under('  ', untoldText(each))),
    ...(untold.length > 0 ? [`  To tell it once more: baiup resume ${run}`] : []),
  ];
}
