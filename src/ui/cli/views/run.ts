import { stateOf, type WholeRun } from '../../../app/records/known-run.ts';
import { isPointless } from '../../../core/run/pointless.ts';
import { servicesDown } from '../../../core/run/services-down.ts';
import { downText, nextText } from '../../../core/run/standing-words.ts';
import type { HopView, RunView, StepView } from '../../../core/run/view.ts';
import { waitingSteps } from '../../../core/run/waiting.ts';
import { wasKilled } from '../../../core/run/was-killed.ts';
import { durationText } from '../../../lib/duration.ts';
import type { Paint } from '../paint.ts';
import { seconds } from '../progress.ts';
import { announcementLines } from './announcement.ts';
import { answerLines, answersOf, notComparedLines } from './answers.ts';
import { censusLines, censusOf, findsLosses, toldLosses } from './census.ts';
import { drainedLines } from './drained.ts';
import { drivenBy, whileDriven } from './driven-by.ts';
import { entryPointLines, entryPointsOf } from './entry-points.ts';
import { fewOfEach, moreText } from './few-of-each.ts';
import { rangeText } from './foreseen.ts';
import { killedLine } from './killed-line.ts';
import { leftEnding, leftLines } from './left.ts';
import { postponedLines, stoppedWaveText } from './postponed.ts';
import { proofLines, proofsOf } from './proofs.ts';
import { settledLines } from './settled.ts';
import { under } from './under.ts';
import { untoldLines } from './untold.ts';

/** A run as the contract's document. */
export function runJson(view: RunView): Record<string, unknown> {
  const { run, state, plan, cluster, from, to, started, ended } = view;
  const { downtime, hops, failure, left, evidence, window, asked, sessions, untold, postponed, stoppedWave } =
    view;
  const waiting = waitingSteps(view).map(({ step, title, how }) => ({ step, title, how }));
  return {
    run,
    state,
    plan,
    cluster,
    from,
    to,
    started,
    ended,
    downtime,
    window,
    hops,
    held: censusOf(view),
    listed: answersOf(view),
    proofs: proofsOf(view),
    entryPoints: entryPointsOf(view),
    waiting,
    down: servicesDown(view),
    asked,
    failure,
    left,
    evidence,
    givenUp: sessions?.givenUp,
    endedSince: sessions?.endedSince,
    untold,
    postponed,
    stoppedWave,
  };
}

/** One sentence for the state that a run ended in, or that it is in. */
function ending(view: RunView, { by, next = `To ${nextText(view)}` }: EndingOptions): string {
  const { run, cluster, from, to, state, asked } = view;
  const last = view.hops.filter((hop) => hop.state === 'done').at(-1)?.to ?? from;
  switch (state) {
    case 'done':
      return `Done: ${cluster} runs ${to}.`;
    case 'failed':
      return `Not upgraded: ${cluster} runs ${last} again; what was changed in database and etcd is restored.`;
    case 'rolled-back':
      return `Back: ${cluster} runs ${from} again; what the run changed in database and etcd is restored.`;
    case 'broken':
      return leftEnding(view);
    case 'stopped':
      if (view.stoppedWave) return stoppedWaveText(view, view.stoppedWave);
      return waitingSteps(view).length > 0
        ? `Waits for your approval; nothing more is done before. Once the manual step is done: baiup approve ${run} && baiup resume ${run}`
        : `Stopped as ${asked?.who ?? 'somebody'} asked (${asked?.why ?? 'no reason is known'}); ${downText(view)}. ${next}`;
    case 'running':
    case 'undoing':
      return `${by === undefined ? 'It has not ended' : capitalized(by)}. ${capitalized(downText(view))}. ${next}`;
    default:
      return state satisfies never;
  }
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function partLines({ parts = [] }: HopView): string[] {
  const cell = (value: number | undefined): string =>
    (value === undefined ? '–' : seconds(value)).padStart(8);
  return parts.some(({ actual }) => actual !== undefined)
    ? parts.map(
        ({ part, predicted, actual }) => `    ${part.padEnd(8)}${cell(actual)}   predicted${cell(predicted)}`,
      )
    : [];
}

/** What was foreseen beside what it was, for each hop that is done; part by part when asked. */
function downtimeLines({ hops, downtime }: RunView, inParts: boolean): string[] {
  const done = hops.filter((hop) => hop.downtime !== undefined);
  const lines = done.flatMap((hop) => [
    `  ${hop.from} → ${hop.to}   without full service ${seconds(hop.downtime ?? 0)}${hop.predicted === undefined ? '' : `, predicted ${rangeText(hop.predicted, hop.predictedRange)}`}`,
    ...(inParts ? partLines(hop) : []),
  ]);
  const isToldWhole = done.length === 1 && hops.length === 1 && done[0]?.predicted !== undefined;
  const all = `  in all ${seconds(downtime.actual ?? 0)}, predicted ${rangeText(downtime.predicted, downtime.predictedRange)}`;
  return [
    ...lines,
    ...(done.length === 0 || isToldWhole ? [] : [all]),
    ...(downtime.back === undefined
      ? []
      : [`  Going back   without full service ${seconds(downtime.back)} more`]),
  ];
}

/** Whether the window that was agreed held. */
function windowLines({ window, ended, state }: RunView): string[] {
  if (window?.began === undefined || ended === undefined || (state !== 'done' && state !== 'failed'))
    return [];
  const took = (Date.parse(ended) - Date.parse(window.began)) / 1000;
  const over = took - window.seconds;
  return [
    over > 0
      ? `  The window of ${durationText(window.seconds)} was overrun by ${durationText(over)}`
      : `  Within the window of ${durationText(window.seconds)}: ${durationText(took)} from the first stop to the proof`,
  ];
}

interface EndingOptions {
  /** Whether the downtime is told part by part, and all that going back has left. */
  readonly inParts?: boolean;
  /** Who drives it, where that is asked for. */
  readonly by?: string | undefined;
  /** What can be typed, where somebody drives it. */
  readonly next?: string | undefined;
}

export function runEnding(view: RunView, paint: Paint, options: EndingOptions = {}): string {
  const { inParts = false } = options;
  const style = view.state === 'done' || view.state === 'rolled-back' ? 'green' : 'red';
  return [
    '',
    paint(style, ending(view, options)),
    ...leftLines(view, inParts),
    ...postponedLines(view),
    ...(view.salvaged === undefined
      ? []
      : [`  Its journal was damaged: ${view.salvaged}. It tells of all that may have been begun.`]),
    ...(view.sessions ? settledLines(view.sessions) : []),
    ...waitingSteps(view).flatMap(({ title, how = '' }) => [`  ${title}`, `    ${how}`]),
    ...drainedLines(view),
    ...announcementLines(view),
    ...untoldLines(view),
    ...downtimeLines(view, inParts),
    ...windowLines(view),
    ...(inParts
      ? [...censusLines(view), ...answerLines(view), ...proofLines(view), ...entryPointLines(view)]
      : view.state === 'done'
        ? [...toldLosses(view), ...notComparedLines(view)]
        : []),
    ...(view.failure ? [under('  Why: ', view.failure.message)] : []),
    ...(view.failure?.hint ? [under('  Next: ', view.failure.hint)] : []),
    ...(view.evidence ? [`  Kept: ${view.evidence}`] : []),
  ].join('\n');
}

const marks = {
  done: '✓',
  failed: '✗',
  waiting: '?',
  approved: '✓',
  running: '…',
  undoing: '…',
  undone: '↶',
  'undo-failed': '✗',
  'undo-lost': '!',
} as const;

/** Steps of one kind in one state, such as 10,000 agents that were stopped. */
const alike = ({ state, step, result }: StepView): string =>
  `${state} ${wasKilled(result)} ${step.replace(/\.[^.]*$/, '')}`;

/** A tick says that all is well, and a cross that it went wrong. */
function markOf({ state, failure, result }: StepView): string {
  if (state === 'failed' && isPointless(failure)) return '·';
  return state === 'done' && findsLosses(result) ? '!' : marks[state];
}

/** Why a step failed, where the ending does not tell: several may have failed beside each other. */
const whyLines = ({ step, failure }: StepView, view: RunView): string[] =>
  failure === undefined || view.failure?.step === step ? [] : [under('    ', failure.message)];

/** Of a run that stands still: what its journal cannot know. */
function untilLines(known: WholeRun): string[] {
  const state = stateOf(known);
  if (state !== 'cut' && state !== 'stopped' && state !== 'broken') return [];
  return [
    `  This is what its journal knows, until ${known.until}. What was started, stopped or changed since is not in it:`,
    '  baiup status asks the cluster.',
  ];
}

/** A run in full: its steps with how they ended, then how all ended. */
export function runText(known: WholeRun, paint: Paint): string {
  const { id, view } = known;
  const steps = fewOfEach(view.steps, alike).flatMap(({ item, more }) => [
    `  ${markOf(item)} ${item.title.padEnd(60)} ${item.seconds === undefined ? '' : seconds(item.seconds).padStart(9)}`,
    ...whyLines(item, view),
    ...(wasKilled(item.result) && item.state === 'done' ? [killedLine(item.seconds ?? 0)] : []),
    ...(more.length > 0 ? [`    ${moreText(more.length)}`] : []),
  ]);
  return [
    `${paint('bold', view.run)}   ${id}   ${view.cluster}: ${view.from} → ${view.to}   ${stateOf(known)}   started ${view.started} by ${view.who}`,
    ...steps,
    runEnding(view, paint, { inParts: true, by: drivenBy(known), next: whileDriven(known) }),
    ...untilLines(known),
  ].join('\n');
}
