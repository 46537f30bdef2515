import type { WindowRequest } from '../../../app/actions/planned-window.ts';
import type { Terminal } from '../terminal.ts';

/** How a terminal shows that it waits for a window. */
export function awaiting(
  { progress, interrupts, interrupted }: Terminal,
  planFile: string,
): Pick<WindowRequest, 'onWait' | 'onTold' | 'onMoved' | 'onTrouble' | 'signal'> {
  const left = 'nobody waits for the window here any more; what users were told stays';
  const next = `the same command again, or call it off: baiup announce ${planFile} --withdraw`;
  return {
    signal: interrupted,
    onWait: ({ at }) => {
      interrupts.underWay({ word: async () => `Ending: ${left}.`, standing: async () => ({ left, next }) });
      progress.say(`waits until ${at}; Ctrl-C ends the waiting, not the announcement`);
    },
    onTold: (text) =>
      progress.say(
        text === undefined
          ? '! not told: another program has changed the announcement, and it stays as it is'
          : `users are told: ${text}`,
      ),
    onMoved: ({ at, who }) => progress.say(`! ${who} has moved the window: it begins at ${at}`),
    onTrouble: (why) => progress.say(`! cannot look at the window, and tries again: ${why}`),
  };
}
