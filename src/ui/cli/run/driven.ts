import type { DriveOptions } from '../../../app/engine/drive.ts';
import { operator } from '../../../app/engine/operator.ts';
import { oneRun } from '../../../app/records/runs.ts';
import type { Asked } from '../../../core/run/asked.ts';
import type { RunEvent } from '../../../core/run/event.ts';
import { servicesDown } from '../../../core/run/services-down.ts';
import { downText, nextText } from '../../../core/run/standing-words.ts';
import type { RunView } from '../../../core/run/view.ts';
import { shortList } from '../../../lib/short-list.ts';
import { bothProgress } from '../both-progress.ts';
import { openDriverLog } from '../driver-log.ts';
import type { Standing } from '../standing.ts';
import type { Terminal } from '../terminal.ts';
import { runProgress } from '../views/run-progress.ts';

const notBegun: Standing = { left: 'nothing was changed', next: 'the same command again' };

const standingNow = (view: RunView): Standing => ({
  left: `${view.run}: ${downText(view)}`,
  next: nextText(view),
});

/** What the first Ctrl-C comes to. */
async function firstWord(run: string | undefined): Promise<string> {
  if (run === undefined) return 'Ending in order; nothing was changed. Ctrl-C again cuts.';
  const view = await oneRun(run);
  if (view.state === 'undoing') return 'Going back continues. Ctrl-C again cuts it.';
  const down = servicesDown(view);
  const service = down.length > 0 ? ` The service stays DOWN then: ${shortList(down)}.` : '';
  return `Stopping after the running steps.${service} Ctrl-C again cuts them.`;
}

/** A run that is driven from this terminal: how it tells it, and those who look at it elsewhere, and hears Ctrl-C. */
export function driven(
  { progress, interrupts }: Terminal,
  known?: string,
): Pick<DriveOptions, 'asked' | 'onAsked' | 'onEvent'> {
  let run = known;
  const log = openDriverLog();
  if (known !== undefined) log.isOf(known);
  const told = bothProgress(progress, log.progress);
  const show = runProgress(told);
  interrupts.underWay({
    word: () => firstWord(run),
    standing: async () => (run === undefined ? notBegun : standingNow(await oneRun(run))),
  });
  return {
    asked: (): Asked | undefined => {
      const interruption = interrupts.current();
      return interruption && { what: 'pause', who: operator(), ...interruption };
    },
    onAsked: ({ what, who, why }) =>
      told.say(
        `! ${who} asked it to ${what === 'pause' ? 'stop after the running steps' : 'go back after the running steps'}: ${why}`,
      ),
    onEvent: (event: RunEvent): void => {
      run = event.run;
      log.isOf(run);
      show(event);
      if (event.kind !== 'run.finished' && event.kind !== 'run.stopped') return;
      log.progress.stop();
      void log.flush();
    },
  };
}
