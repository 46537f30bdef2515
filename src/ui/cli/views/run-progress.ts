import { partOf } from '../../../core/plan/downtime.ts';
import type { PredictedHop } from '../../../core/plan/predicted-hop.ts';
import { turnRoundBy } from '../../../core/plan/window.ts';
import type { RunEvent } from '../../../core/run/event.ts';
import { isPointless } from '../../../core/run/pointless.ts';
import { wasKilled } from '../../../core/run/was-killed.ts';
import { durationText } from '../../../lib/duration.ts';
import { shortList } from '../../../lib/short-list.ts';
import { type Progress, seconds } from '../progress.ts';
import { findsLosses } from './census.ts';
import { killedLine } from './killed-line.ts';
import { settledLines } from './settled.ts';
import { under } from './under.ts';
import { untoldText } from './untold.ts';

type Of<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

/** A hop's stop as it goes; times in milliseconds since the epoch. */
interface Stop {
  readonly from: number;
  /** When the last service that was started so far answered. */
  back?: number;
  told?: true;
}

const clock = (at: number | string): string => new Date(at).toISOString().slice(11, 19);
const rule = (text: string): string => `── ${text} ${'─'.repeat(Math.max(4, 70 - text.length))}`;
const since = (from: number, to: number): string => seconds((to - from) / 1000);

/** "back in about 6.2 s", or how long it is over what was foreseen. */
function countdown(predicted: number, from: number, now: number): string {
  const left = predicted - (now - from) / 1000;
  return left >= 0 ? `back in about ${seconds(left)}` : `${seconds(-left)} longer than predicted`;
}

/**
 * Turns a run's events into lines as they come: steps, and the marks where service stops and comes back; on a terminal
 * it counts down while service is away.
 * @param now milliseconds since the epoch
 */
export function runProgress(progress: Progress, now: () => number = Date.now): (event: RunEvent) => void {
  const stops = new Map<number, Stop>();
  let foreseen: readonly PredictedHop[] = [];
  let window: Of<'run.started'>['window'];
  let windowFrom: number | undefined;

  const began = (event: Of<'run.started'>): void => {
    foreseen = event.foreseen?.hops ?? [];
    window = event.window;
  };

  const stopped = (hop: number, at: string): void => {
    if (stops.has(hop)) return;
    const from = Date.parse(at);
    stops.set(hop, { from });
    windowFrom ??= from;
    const predicted = foreseen[hop]?.predicted;
    const turn = window ? ` · turn round until ${clock(turnRoundBy(windowFrom, window))}` : '';
    progress.say(
      rule(
        `stopped ${clock(at)}${predicted === undefined ? '' : ` · ${seconds(predicted)} predicted`}${turn}`,
      ),
    );
    if (predicted !== undefined) progress.headline(() => countdown(predicted, from, now()));
  };

  /** The first proof of a hop begins once all of its services answer. */
  const isBack = (hop: number): void => {
    const stop = stops.get(hop);
    if (stop?.back === undefined || stop.told) return;
    stop.told = true;
    const predicted = foreseen[hop]?.predicted;
    const beside = predicted === undefined ? '' : ` · ${seconds(predicted)} predicted`;
    progress.headline(undefined);
    progress.say(
      rule(`back ${clock(stop.back)} · ${since(stop.from, stop.back)} without full service${beside}`),
    );
  };

  const started = (event: Of<'step.started'>): void => {
    if (event.service === 'stopping' && !event.inWave) stopped(event.hop, event.at);
    else if (partOf(event.step) === undefined) isBack(event.hop);
    progress.started(event.step, event.title, Date.parse(event.at));
  };

  const goingBack = (event: Of<'undo.started'>): void => {
    const from = Date.parse(event.at);
    progress.headline(() => `going back for ${since(from, now())}`);
    progress.say(rule(`going back ${clock(event.at)}`));
  };

  const finished = (event: Of<'step.finished'>): void => {
    const stop = stops.get(event.hop);
    if (event.service === 'starting' && !event.inWave && stop) stop.back = Date.parse(event.at);
    const differs = findsLosses(event.result);
    progress.finished(event.step, differs ? '!' : '✓', event.title, event.seconds);
    if (differs) progress.say('    not everything is as it was before: it is told at the end');
    if (wasKilled(event.result)) progress.say(killedLine(event.seconds));
  };

  const undone = (event: Of<'undo.finished'>): void => {
    // Of a hop that failed after all had answered, too: its services were stopped again.
    const open = [...stops.values()].map(({ from }) => from);
    stops.clear();
    const away =
      open.length > 0 ? ` · ${since(Math.min(...open), Date.parse(event.at))} without full service` : '';
    progress.say(rule(`back ${clock(event.at)} · going back took ${seconds(event.seconds)}${away}`));
  };

  return (event) => {
    switch (event.kind) {
      case 'run.started':
        return began(event);
      case 'run.resumed':
        return progress.say(`going on with ${event.run}`);
      case 'facts.differ':
        progress.say(
          `! ${event.file} is not what ${event.run} began with. The run goes by what it began with:`,
        );
        return event.differs.forEach((each) => {
          progress.say(under('    ', each));
        });
      case 'approval.asked':
        progress.say(`? ${event.title}`);
        return progress.say(under('    ', event.how));
      case 'step.started':
        return started(event);
      case 'step.finished':
        return finished(event);
      case 'step.failed':
        progress.finished(event.step, isPointless(event.failure) ? '·' : '✗', event.title, event.seconds);
        return progress.say(under('    ', event.failure.message));
      case 'hop.finished':
        stops.delete(event.hop);
        return progress.say(rule(`proven ${clock(event.at)}`));
      case 'member.postponed':
        progress.say(`! agent ${event.member} on ${event.host} is postponed; all others go on`);
        return event.left === undefined ? undefined : progress.say(`    ${event.left}`);
      case 'wave.stopped':
        return progress.say(
          `! ${shortList(event.members)} of ${event.name} failed: its agents go back, and no other wave begins`,
        );
      case 'wave.undone':
        return progress.say(
          event.left.length === 0
            ? '  its agents have their old release again'
            : `! not taken back: ${shortList(event.left.map(({ says }) => says))}`,
        );
      case 'window.turn-passed':
        progress.say(
          `! ${clock(event.at)}: the last moment to turn round has passed; going back from here ends after the window`,
        );
        return progress.say(
          `  it goes on; to go back anyway: Ctrl-C twice, then baiup rollback ${event.run}`,
        );
      case 'window.too-short':
        return progress.say(
          `! the next ${event.wave === undefined ? 'hop' : 'wave'} may take ${durationText(event.needed)}${event.wave === undefined ? ' with its way back' : ''}, and ${durationText(event.left)} of the window are left: it stops here`,
        );
      case 'outage.slipped':
        return progress.say(
          `! ${clock(event.at)}: services are away for longer than the ${seconds(event.foreseen)} that were foreseen at most`,
        );
      case 'announcement.left':
        return progress.say(under('! what users read was left as it is: ', event.why));
      case 'hook.gave-up':
        return progress.say(under('! ', untoldText(event)));
      case 'evidence.kept':
        return progress.say(`    kept: ${event.folder}`);
      case 'sessions.settled':
        for (const line of settledLines(event)) progress.say(line);
        return undefined;
      case 'undo.started':
        return goingBack(event);
      case 'step.undoing':
        return progress.started(event.step, `undo: ${event.title}`, Date.parse(event.at));
      case 'step.undone':
        return progress.finished(event.step, '✓', `undone: ${event.title}`, event.seconds);
      case 'step.undo-failed':
        progress.finished(event.step, '✗', `could not be undone: ${event.title}`, event.seconds);
        return progress.say(under('    ', event.failure.message));
      case 'step.undo-lost':
        return progress.say(`! undone before and lost since: ${event.title}`);
      case 'step.done-again':
        return progress.say(`  it ran again: ${event.title} (${seconds(event.seconds)})`);
      case 'undo.finished':
        return undone(event);
      case 'run.finished':
      case 'run.stopped':
        return progress.headline(undefined);
      default:
        return undefined;
    }
  };
}
