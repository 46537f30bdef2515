import { actualParts, partViews } from './downtime-parts.ts';
import type { RunEvent } from './event.ts';
import { type DraftSnapshot, RunDraft } from './run-draft.ts';
import { stepsDown } from './services-down.ts';
import type { HopView, RunView, StepView } from './view.ts';

function hopInFull({ outages, began }: RunDraft, hop: HopView, index: number, steps: StepView[]): HopView {
  const { took } = outages[index] ?? {};
  const predicted = began.foreseen?.hops[index];
  const parts = partViews(predicted, actualParts(hop.state === 'done' ? steps : []));
  return {
    ...hop,
    ...(took === undefined ? {} : { downtime: took / 1000 }),
    ...(predicted ? { predicted: predicted.predicted, predictedRange: predicted.predictedRange } : {}),
    ...(parts.length > 0 ? { parts } : {}),
  };
}

/** What going back took of a run that was done, and since when services are down. */
function besideUpgrade({ outages }: RunDraft, run: Pick<RunView, 'hops' | 'steps'>) {
  const back = outages.reduce((sum, each) => sum + (each.back ?? 0), 0);
  const down = new Set(stepsDown(run).map(({ hop }) => hop));
  const open = outages.flatMap(({ from }, hop) => (from !== undefined && down.has(hop) ? [from] : []));
  return {
    ...(back > 0 ? { back: back / 1000 } : {}),
    ...(open.length > 0 ? { since: new Date(Math.min(...open)).toISOString() } : {}),
  };
}

/** A run as it is now, as anyone sees it: what is shown stays as it is when the run goes on. */
export function runView(draft: RunDraft): RunView {
  const steps = [...draft.steps.values()];
  const byHop = Map.groupBy(steps, ({ hop }) => hop);
  const hops = draft.hops.map((hop, index) => hopInFull(draft, hop, index, byHop.get(index) ?? []));
  const known = hops.flatMap(({ downtime }) => (downtime === undefined ? [] : [downtime]));
  const actual = known.length === 0 ? undefined : known.reduce((sum, each) => sum + each, 0);
  const downtime = { ...draft.head.downtime, actual, ...besideUpgrade(draft, { hops, steps }) };
  return { ...draft.head, hops, steps, downtime };
}

/** A run after one more event. @returns undefined while its journal has no `run.started` */
export function advanceRun(draft: RunDraft | undefined, event: RunEvent): RunDraft | undefined {
  if (!draft) return event.kind === 'run.started' ? new RunDraft(event) : undefined;
  draft.advance(event);
  return draft;
}

/**
 * The state of a run, from its events in order: the one reducer behind terminal, JSON, page and report.
 * @returns undefined while the journal has no `run.started`
 */
export function reduceRun(events: readonly RunEvent[]): RunView | undefined {
  const draft = events.reduce<RunDraft | undefined>(advanceRun, undefined);
  return draft && runView(draft);
}

/** A run so far as JSON, for whoever goes on with the events after it. */
export function snapshotOf(draft: RunDraft): DraftSnapshot {
  return draft.snapshot();
}

/** A run as it was when a snapshot was taken, to be advanced by what came after. */
export function draftOf(snapshot: DraftSnapshot): RunDraft {
  return RunDraft.from(snapshot);
}
