import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView } from '../../core/run/view.ts';
import type { Drive } from './port.ts';

/** Longer than any window; a timer takes no more. */
const longestMs = 2 ** 31 - 1;

/** What the hops after one need at most, with their way back; undefined after the last. */
function neededAfter({ hops, window }: RunView, done: number): number | undefined {
  const left = hops
    .slice(done + 1)
    .map(({ predictedRange, predicted = 0 }) => predictedRange?.[1] ?? predicted);
  return left.length === 0 ? undefined : left.reduce((sum, each) => sum + each, window?.wayBack ?? 0);
}

function secondsLeft({ window }: RunView, now: number): number {
  return window?.began === undefined ? Infinity : (Date.parse(window.began) - now) / 1000 + window.seconds;
}

/**
 * Keeps a run within the window agreed for it, as far as that is for baiup to decide. Between two hops, with all
 * services up, it stops the run (resumable) where the next ones no longer fit with their way back. Within a hop it only
 * says that the last moment to turn round has passed: whether late or not at all is worse, its operator knows.
 * @returns the drive to go on with, and what ends the watch
 */
export function holdWindow(
  drive: Drive,
  events: readonly RunEvent[],
  now: () => number,
): { readonly drive: Drive; readonly end: () => void } {
  const seen = [...events];
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const tell = (fact: RunFact): void => {
    void drive.record.append(fact).then(drive.onEvent);
  };
  const watch = (view: RunView, hop: number): void => {
    const { turnRoundBy, turnPassed } = view.window ?? {};
    if (timer || turnRoundBy === undefined || turnPassed) return;
    const wait = Math.min(Math.max(0, Date.parse(turnRoundBy) - now()), longestMs);
    timer = setTimeout(() => tell({ kind: 'window.turn-passed', hop }), wait);
    timer.unref();
  };
  const rest = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const onEvent = (event: RunEvent): void => {
    drive.onEvent(event);
    seen.push(event);
    const isStop = event.kind === 'step.started' && event.service === 'stopping';
    if (!isStop && event.kind !== 'hop.finished' && event.kind !== 'undo.started') return;
    const view = reduceRun(seen);
    if (!view?.window) return;
    if (event.kind === 'step.started') watch(view, event.hop);
    else rest();
    if (event.kind === 'hop.finished') betweenHops(view, event.hop);
  };
  const betweenHops = (view: RunView, hop: number): void => {
    const [needed, left] = [neededAfter(view, hop), secondsLeft(view, now())];
    if (needed === undefined || needed <= left) return;
    stop.abort();
    tell({ kind: 'window.too-short', hop: hop + 1, needed, left: Math.max(0, left) });
  };
  return {
    drive: { ...drive, onEvent, pause: AbortSignal.any([drive.pause, stop.signal]) },
    end: rest,
  };
}
