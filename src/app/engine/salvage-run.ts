import type { RunEvent, RunFact } from '../../core/run/event.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import type { StepContext } from '../steps/context.ts';
import type { AnyStep } from '../steps/step.ts';
import { assumeBegun } from './assume-begun.ts';

/** How a run began: from its first event, or from its plan if that event is lost. */
function beginning(
  { plan, made }: RunRecord,
  events: readonly RunEvent[],
  who: string,
): RunFact & { at?: string } {
  const began = events.find((event) => event.kind === 'run.started');
  if (began) {
    const { seq: _seq, run: _run, ...fact } = began;
    return fact;
  }
  const at = made ?? events[0]?.at;
  const { id, cluster, from, to, hops, downtime, accepted } = plan;
  return {
    kind: 'run.started',
    plan: id,
    cluster,
    from,
    to,
    hops: hops.map((hop) => ({ from: hop.from, to: hop.to, kind: hop.kind })),
    predicted: downtime.predicted,
    who,
    accepted,
    ...(at === undefined ? {} : { at }),
  };
}

/**
 * Begins a new journal for a damaged run, with everything that may have begun. From there the run can only go back.
 * @throws BaiupError `run.capture-lost`, `run.unreadable`
 */
export async function salvageRun(
  record: RunRecord,
  {
    steps,
    context,
    who,
  }: { readonly steps: readonly AnyStep[]; readonly context: StepContext; readonly who: string },
): Promise<void> {
  const { events, damage } = await record.examine();
  if (!damage) return;
  const begun = await assumeBegun(record.plan, events, steps, context);
  await record.salvage((kept) => [
    beginning(record, events, who),
    { kind: 'run.salvaged', who, why: damage.why, kept },
    ...begun,
  ]);
}
