import { limitsOf } from '../../core/plan/limits.ts';
import { schedule } from '../../core/plan/schedule.ts';
import type { Asked } from '../../core/run/asked.ts';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { advanceRun, runView } from '../../core/run/reduce.ts';
import type { RunDraft } from '../../core/run/run-draft.ts';
import type { RunView, WindowView } from '../../core/run/view.ts';
import type { Drive } from './port.ts';

/** Longer than any window; a timer takes no more. */
const longestMs = 2 ** 31 - 1;

const tooShortWords = 'the next hop no longer fits into the window';
const waveWords = 'the next wave no longer fits into the window';
const endWords = 'the window has ended';

/** The wave whose gate a step is. */
function gateOf(step: string): number | undefined {
  const [, wave] = /\.gate\.wave-(\d+)$/.exec(step) ?? [];
  return wave === undefined ? undefined : Number(wave);
}

/** Seconds that a wave is expected to take; undefined where a hop has no such wave. */
function waveSeconds({ plan }: Drive['record'], hop: number, wave: number): number | undefined {
  const phase = plan.hops[hop]?.phases.find((each) => each.wave === wave);
  return phase && schedule(phase.steps, ({ estimate }) => estimate, limitsOf(plan)).seconds;
}

/** The longest time that the remaining hops need, with their way back; undefined after the last. */
function neededAfter({ hops, window }: RunView, done: number): number | undefined {
  const left = hops
    .slice(done + 1)
    .map(({ predictedRange, predicted = 0 }) => predictedRange?.[1] ?? predicted);
  return left.length === 0 ? undefined : left.reduce((sum, each) => sum + each, window?.wayBack ?? 0);
}

function secondsLeft(window: WindowView | undefined, now: number): number {
  return window?.began === undefined ? Infinity : (Date.parse(window.began) - now) / 1000 + window.seconds;
}

/**
 * Keeps a run within its window. Between two hops, with all services up, it stops the run (resumable) if the remaining
 * hops no longer fit with their way back. Within a hop it only says that the last moment to turn round has passed; the
 * operator decides whether to finish late or to go back.
 * @returns the drive to go on with, and what ends the watch
 */
export function holdWindow(
  drive: Drive,
  events: readonly RunEvent[],
  now: () => number,
): { readonly drive: Drive; readonly end: () => void } {
  let draft: RunDraft | undefined;
  let tooShort: Asked | undefined;
  let timer: NodeJS.Timeout | undefined;
  let watched: NodeJS.Timeout | undefined;
  const tell = (fact: RunFact): void => {
    void drive.record.append(fact).then(drive.onEvent);
  };
  const watch = ({ turnRoundBy, turnPassed }: WindowView, hop: number): void => {
    if (timer || turnRoundBy === undefined || turnPassed) return;
    const wait = Math.min(Math.max(0, Date.parse(turnRoundBy) - now()), longestMs);
    timer = setTimeout(() => tell({ kind: 'window.turn-passed', hop }), wait);
    timer.unref();
  };
  const rest = (): void => {
    clearTimeout(watched);
    clearTimeout(timer);
    timer = undefined;
  };
  /** Follows a run that has a window, event by event. */
  const follow = (event: RunEvent): RunDraft | undefined => {
    if (draft || (event.kind === 'run.started' && event.window)) draft = advanceRun(draft, event);
    return draft;
  };
  const onEvent = (event: RunEvent): void => {
    drive.onEvent(event);
    const run = follow(event);
    if (!run?.head.window) return;
    if (event.kind === 'step.started' && (event.service === 'stopping' || event.beside))
      watch(run.head.window, event.hop);
    if (event.kind === 'hop.finished' || event.kind === 'undo.started') rest();
    if (event.kind === 'hop.finished') betweenHops(runView(run), event.hop);
    inWaves(event, run.head.window);
  };
  const betweenHops = (view: RunView, hop: number): void => {
    const [needed, left] = [neededAfter(view, hop), secondsLeft(view.window, now())];
    if (needed === undefined || needed <= left) return;
    pause(tooShortWords);
    tell({ kind: 'window.too-short', hop: hop + 1, needed, left: Math.max(0, left) });
  };
  const pause = (why: string): void => {
    tooShort = { what: 'pause', who: 'baiup', why, at: new Date(now()).toISOString() };
  };
  /** A wave is not begun that does not fit any more, and none is watched after the window's end. */
  const inWaves = (event: RunEvent, window: WindowView): void => {
    if (event.kind !== 'step.started' && event.kind !== 'step.finished') return;
    const wave = gateOf(event.step);
    if (wave === undefined) return;
    clearTimeout(watched);
    const left = secondsLeft(window, now());
    if (event.kind === 'step.started') {
      watched = setTimeout(() => pause(endWords), Math.min(Math.max(0, left * 1000), longestMs));
      watched.unref();
      return;
    }
    const needed = waveSeconds(drive.record, event.hop, wave + 1);
    if (needed === undefined || needed <= left) return;
    pause(waveWords);
    tell({ kind: 'window.too-short', hop: event.hop, needed, left: Math.max(0, left), wave: wave + 1 });
  };
  for (const event of events) follow(event);
  return {
    drive: { ...drive, onEvent, asked: () => drive.asked() ?? tooShort },
    end: rest,
  };
}
