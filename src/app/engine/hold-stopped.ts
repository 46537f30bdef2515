import { limitsOf } from '../../core/plan/limits.ts';
import { BaiupError } from '../../lib/errors.ts';
import { labelOf, secondsSince, type Tell, tellingFailure } from './carry-out.ts';
import { runGraph } from './graph.ts';
import type { Drive } from './port.ts';
import type { Trouble } from './trouble.ts';
import type { StepBack, WayBack } from './way-back.ts';

/** Whether the effect of an undo still stands; `unsure` if the service may only need more time. */
export async function looks(
  { step, params }: StepBack,
  { context, patience }: Pick<Drive, 'context' | 'patience'>,
): Promise<'there' | 'lost' | 'unsure'> {
  try {
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(patience?.lookMs ?? 3000)]);
    await step.afterUndo?.(params, { ...context, signal });
    return 'there';
  } catch (error) {
    return error instanceof BaiupError ? 'lost' : 'unsure';
  }
}

/**
 * Everything that pending work was built on, except stops and starts: while these are in effect, that work can be
 * undone.
 */
function neededStill({ steps, pending, needs }: WayBack): Set<string> {
  const quiet = [...pending].filter((id) => {
    const each = steps.get(id);
    return each?.overwritten === false && each.step.service === undefined;
  });
  const found = new Set(quiet);
  // A set may grow while it is walked.
  for (const id of found) for (const need of needs.get(id) ?? []) found.add(need);
  return found;
}

/** Stops whose way back is still to come, of members whose new service is not stopped by its own undo. */
function stopsToHold(way: WayBack): StepBack[] {
  const left = [...way.pending].flatMap((id) => way.steps.get(id) ?? []);
  const starting = new Set(left.flatMap(({ step, member }) => (step.service === 'starting' ? [member] : [])));
  const needed = neededStill(way);
  return left.filter(
    (each) =>
      each.step.service === 'stopping' &&
      !each.overwritten &&
      !starting.has(each.member) &&
      (needed.has(each.placed.step.id) || way.reopened.has(each.placed.step.id)),
  );
}

/**
 * Stops services again that must be down while the run goes back: one that came up with its host, or one that was
 * started and does not answer.
 */
export async function holdStopped(way: WayBack, drive: Drive, tell: Tell, trouble: Trouble): Promise<void> {
  const stops = new Map(stopsToHold(way).map((each) => [each.placed.step.id, each]));
  const needed = neededStill(way);
  const hold = async (id: string): Promise<void> => {
    const each = stops.get(id);
    if (!each) return;
    const { step, params, placed } = each;
    const base = labelOf(placed);
    const start = performance.now();
    await tellingFailure(base, start, tell, async () => {
      if ((await step.probe(params, drive.context, false)) === 'done') return;
      if (!needed.has(id) && (await looks(each, drive)) === 'there') return;
      await step.apply(params, drive.context, 'todo');
      await tell({ kind: 'step.done-again', seconds: secondsSince(start), ...base });
    }).catch((error: unknown) => trouble.met(each, error, true));
  };
  const nodes = [...stops].map(([id, { placed }]) => ({ id, needs: [], hosts: placed.step.hosts }));
  await runGraph(nodes, hold, {
    done: new Set(),
    paused: () => false,
    limits: limitsOf(drive.record.plan),
  });
}
