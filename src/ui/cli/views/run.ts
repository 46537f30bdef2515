import type { RunView } from '../../../core/run/view.ts';
import { waitingSteps } from '../../../core/run/waiting.ts';
import type { Paint } from '../paint.ts';
import { seconds } from '../progress.ts';

/** A run as the contract's document. */
export function runJson(view: RunView): Record<string, unknown> {
  const { run, state, plan, cluster, from, to, started, ended, downtime, hops, failure, evidence } = view;
  const waiting = waitingSteps(view).map(({ step, title, how }) => ({ step, title, how }));
  return { run, state, plan, cluster, from, to, started, ended, downtime, hops, waiting, failure, evidence };
}

/** One sentence for the state that a run ended in. */
function ending(view: RunView): string {
  const { run, cluster, from, to, state } = view;
  const last = view.hops.filter((hop) => hop.state === 'done').at(-1)?.to ?? from;
  switch (state) {
    case 'done':
      return `Done: ${cluster} runs ${to}.`;
    case 'failed':
      return `Not upgraded: ${cluster} runs ${last} again; what was changed in database and etcd is restored.`;
    case 'rolled-back':
      return `Back: ${cluster} runs ${from} again; what the run changed in database and etcd is restored.`;
    case 'broken':
      return `Going back failed too; what was captured is kept with the run. Mend the cause, then: baiup rollback ${run}`;
    case 'stopped':
      return waitingSteps(view).length > 0
        ? `Waits for your word; nothing more is done before. When it is done: baiup approve ${run} && baiup resume ${run}`
        : `Stopped as asked; go on: baiup resume ${run}, or go back: baiup rollback ${run}`;
    case 'running':
    case 'undoing':
      return `Under way, or cut: go on: baiup resume ${run}, or go back: baiup rollback ${run}`;
    default:
      return state satisfies never;
  }
}

function downtimeLines({ hops, downtime }: RunView): string[] {
  const lines = hops
    .filter((hop) => hop.downtime !== undefined)
    .map((hop) => `  ${hop.from} → ${hop.to}   without full service ${seconds(hop.downtime ?? 0)}`);
  return lines.length > 0 ? [...lines, `  predicted in all ${seconds(downtime.predicted)}`] : [];
}

export function runEnding(view: RunView, paint: Paint): string {
  const style = view.state === 'done' || view.state === 'rolled-back' ? 'green' : 'red';
  return [
    '',
    paint(style, ending(view)),
    ...waitingSteps(view).flatMap(({ title, how = '' }) => [`  ${title}`, `    ${how}`]),
    ...downtimeLines(view),
    ...(view.failure ? [`  Why: ${view.failure.message}`] : []),
    ...(view.failure?.hint ? [`  Next: ${view.failure.hint}`] : []),
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
} as const;

/** A run in full: each step with how it ended, then how all ended. */
export function runText(view: RunView, paint: Paint): string {
  const steps = view.steps.map(({ state, title, seconds: took }) => {
    const time = took === undefined ? '' : seconds(took).padStart(9);
    return `  ${marks[state]} ${title.padEnd(60)} ${time}`;
  });
  return [
    `${paint('bold', view.run)}   ${view.cluster}: ${view.from} → ${view.to}   ${view.state}   started ${view.started}`,
    ...steps,
    runEnding(view, paint),
  ].join('\n');
}

/** All runs, a line each. */
export function runsText(views: readonly RunView[]): string {
  if (views.length === 0) return 'No runs yet.';
  return views
    .map(({ run, from, to, state, started, downtime }) => {
      const down = downtime.actual === undefined ? '' : `   ${seconds(downtime.actual)} without full service`;
      return `${run.padEnd(6)} ${from} → ${to}   ${state.padEnd(11)} ${started}${down}`;
    })
    .join('\n');
}
