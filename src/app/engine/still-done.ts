import { isBarrier, neededBy } from '../../core/plan/barrier.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import type { PlacedStep } from '../../core/plan/walk.ts';
import { hostTrouble } from '../../io/hosts/host-trouble.ts';
import { stepNamed } from './carry-out.ts';
import type { Drive } from './port.ts';
import type { Position } from './position.ts';
import { memberOfStep } from './waves-of-run.ts';

/**
 * Whether a service that should be stopped runs again, because its host was restarted. Of an agent in a wave whose host
 * does not answer nobody knows: stopping it is tried once more, and fails as any agent of a wave may.
 */
async function runsAgain(
  { step: planned, phase }: PlacedStep,
  { steps, context }: Pick<Drive, 'steps' | 'context'>,
) {
  const step = stepNamed(steps, planned.kind);
  try {
    return (await step.probe(step.params.parse(planned.params), context, false)) !== 'done';
  } catch (error) {
    if (phase.wave === undefined || !hostTrouble(error)) throw error;
    return true;
  }
}

/**
 * Steps to skip: everything finished, except what is lost and a remaining step still needs: transient effects, stopped
 * services that run again, and what was captured since and nothing has been built on. Nobody asks for an agent that is
 * postponed: its host may be away for good.
 */
export async function stillDone(
  placed: readonly PlacedStep[],
  { done, touched, postponed }: Pick<Position, 'done' | 'touched' | 'postponed'>,
  drive: Pick<Drive, 'steps' | 'context'>,
): Promise<Set<string>> {
  const kept = placed.filter(({ step }) => done.has(step.id));
  const all = placed.map(({ step }) => step);
  const neededWhere = (is: (step: PlannedStep) => boolean) => neededBy(all.filter(is), all);
  const wanted = neededWhere((step) => !done.has(step.id) && !isBarrier(step));
  const builtOn = neededWhere(({ id }) => touched.has(id));
  const memberOf = ({ step: planned, hop }: PlacedStep): string => {
    const step = stepNamed(drive.steps, planned.kind);
    return `${hop} ${step.member?.(step.params.parse(planned.params))}`;
  };
  const serviceOf = ({ step }: PlacedStep) => stepNamed(drive.steps, step.kind).service;
  const starting = new Set(
    placed.filter((each) => touched.has(each.step.id) && serviceOf(each) === 'starting').map(memberOf),
  );
  const lost = new Set<string>();
  await Promise.all(
    kept.map(async (each) => {
      if (!wanted.has(each.step.id) || postponed.has(memberOfStep(each) ?? '')) return;
      const isStop = serviceOf(each) === 'stopping' && !starting.has(memberOf(each));
      const isTransient = stepNamed(drive.steps, each.step.kind).transient === true;
      if (isTransient || (isStop && (await runsAgain(each, drive)))) lost.add(each.step.id);
    }),
  );
  for (const step of all) {
    const mayBe = isBarrier(step) || (done.has(step.id) && !builtOn.has(step.id));
    if (mayBe && step.needs.some((need) => lost.has(need))) lost.add(step.id);
  }
  return new Set(kept.map(({ step }) => step.id).filter((id) => !lost.has(id)));
}
