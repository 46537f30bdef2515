import { actualParts, partViews } from './downtime-parts.ts';
import type { RunEvent } from './event.ts';
import type { HopView, RunView, StepView } from './view.ts';
import { windowAfter } from './window-after.ts';

interface Draft extends RunView {
  /** When each hop's first stop began and its last start ended, in milliseconds since the epoch. */
  readonly outages: readonly { readonly from?: number; readonly to?: number }[];
  readonly foreseen: Extract<RunEvent, { kind: 'run.started' }>['foreseen'];
  /** Hops that are being taken back because one of them failed. */
  readonly failing: readonly number[];
}

const milliseconds = (event: RunEvent): number => Date.parse(event.at);

function withStep(draft: Draft, step: StepView): Draft {
  if (!draft.steps.some((other) => other.step === step.step))
    return { ...draft, steps: [...draft.steps, step] };
  return {
    ...draft,
    steps: draft.steps.map((other) => (other.step === step.step ? { ...other, ...step } : other)),
  };
}

function withHop(draft: Draft, index: number, change: Partial<HopView>): Draft {
  return { ...draft, hops: draft.hops.map((hop, at) => (at === index ? { ...hop, ...change } : hop)) };
}

/** The first stop asked for opens a hop's outage; each service that answers again moves its end. */
function withOutage(draft: Draft, index: number, change: { from?: number; to?: number }): Draft {
  const known = draft.outages[index] ?? {};
  const merged = { ...known, ...change, ...(known.from === undefined ? {} : { from: known.from }) };
  return {
    ...draft,
    outages: draft.hops.map((_hop, at) => (at === index ? merged : (draft.outages[at] ?? {}))),
  };
}

function stepView(
  event: Extract<RunEvent, { step: string }>,
  state: StepView['state'],
  more: Partial<StepView> = {},
): StepView {
  return { step: event.step, hop: event.hop, title: event.title, state, ...more };
}

function begin(event: Extract<RunEvent, { kind: 'run.started' }>): Draft {
  return {
    run: event.run,
    plan: event.plan,
    cluster: event.cluster,
    from: event.from,
    to: event.to,
    state: 'running',
    started: event.at,
    hops: event.hops.map((hop) => ({ ...hop, state: 'todo' })),
    steps: [],
    downtime: { predicted: event.predicted, predictedRange: event.foreseen?.predictedRange },
    window: event.window,
    outages: [],
    foreseen: event.foreseen,
    failing: [],
  };
}

function apply(draft: Draft, event: RunEvent): Draft {
  switch (event.kind) {
    case 'run.started':
      return begin(event);
    case 'run.resumed':
      return { ...draft, state: draft.state === 'undoing' ? 'undoing' : 'running', ended: undefined };
    case 'step.started': {
      const running = withHop(withStep(draft, stepView(event, 'running', { started: event.at })), event.hop, {
        state: 'running',
      });
      return event.service === 'stopping'
        ? withOutage(running, event.hop, { from: milliseconds(event) })
        : running;
    }
    case 'approval.asked':
      return withStep(draft, stepView(event, 'waiting', { how: event.how }));
    case 'approval.given':
      return withStep(draft, stepView(event, 'approved', { how: undefined }));
    case 'step.probed':
      return draft;
    case 'step.finished': {
      const { seconds, result } = event;
      const done = withStep(draft, stepView(event, 'done', { seconds, result, failure: undefined }));
      return event.service === 'starting' ? withOutage(done, event.hop, { to: milliseconds(event) }) : done;
    }
    case 'step.failed': {
      const { seconds, failure } = event;
      const failed = withStep(draft, stepView(event, 'failed', { seconds, failure }));
      return {
        ...withHop(failed, event.hop, { state: 'failed' }),
        failure: { ...failure, step: event.step },
      };
    }
    case 'hop.finished':
      return withHop(draft, event.hop, { state: 'done' });
    case 'window.turn-passed':
    case 'window.too-short':
      return draft;
    case 'evidence.kept':
      return { ...draft, evidence: event.folder };
    case 'undo.started':
      return {
        ...draft,
        state: 'undoing',
        ended: undefined,
        failing: event.why === 'failure' ? event.hops : [],
      };
    case 'step.undoing':
      return withStep(draft, stepView(event, 'undoing', { started: event.at }));
    case 'step.undone':
      return withHop(withStep(draft, stepView(event, 'undone', { seconds: event.seconds })), event.hop, {
        state: 'undone',
      });
    case 'step.undo-failed': {
      const { seconds, failure } = event;
      const failed = withStep(draft, stepView(event, 'undo-failed', { seconds, failure }));
      return { ...failed, failure: draft.failure ?? { ...failure, step: event.step } };
    }
    case 'undo.finished':
      return draft.failing
        .filter((hop) => draft.outages[hop]?.from !== undefined)
        .reduce((all, hop) => withOutage(all, hop, { to: milliseconds(event) }), draft);
    case 'run.stopped':
      return { ...draft, state: draft.state === 'undoing' ? 'undoing' : 'stopped', ended: event.at };
    case 'run.finished': {
      const good = event.state === 'done' || event.state === 'rolled-back';
      return { ...draft, state: event.state, ended: event.at, ...(good ? { failure: undefined } : {}) };
    }
    default:
      return event satisfies never;
  }
}

function hopInFull({ outages, foreseen, steps }: Draft, hop: HopView, index: number): HopView {
  const { from, to } = outages[index] ?? {};
  const predicted = foreseen?.hops[index];
  const isOver = hop.state === 'done' || hop.state === 'undone';
  const isKnown = from !== undefined && to !== undefined && isOver;
  const actual = actualParts(hop.state === 'done' ? steps.filter((step) => step.hop === index) : []);
  const parts = partViews(predicted, actual);
  return {
    ...hop,
    ...(isKnown ? { downtime: (to - from) / 1000 } : {}),
    ...(predicted ? { predicted: predicted.predicted, predictedRange: predicted.predictedRange } : {}),
    ...(parts.length > 0 ? { parts } : {}),
  };
}

function isDown({ hops, outages }: Draft): boolean {
  return hops.some(
    ({ state }, index) => outages[index]?.from !== undefined && state !== 'done' && state !== 'undone',
  );
}

function withDowntime(draft: Draft): RunView {
  const { outages: _outages, foreseen: _foreseen, failing: _failing, ...view } = draft;
  const hops = view.hops.map((hop, index) => hopInFull(draft, hop, index));
  const known = hops.flatMap(({ downtime }) => (downtime === undefined ? [] : [downtime]));
  const actual = known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0);
  return { ...view, hops, downtime: { ...view.downtime, actual } };
}

/**
 * The state of a run, from its events in order: the one reducer behind terminal, JSON, page and report.
 * @returns undefined while the journal has no `run.started`
 */
export function reduceRun(events: readonly RunEvent[]): RunView | undefined {
  let draft: Draft | undefined;
  for (const event of events) {
    if (draft === undefined) {
      if (event.kind === 'run.started') draft = begin(event);
    } else {
      draft = { ...apply(draft, event), window: windowAfter(draft.window, event, isDown(draft)) };
    }
  }
  return draft && withDowntime(draft);
}
