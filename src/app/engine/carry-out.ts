import type { PlacedStep } from '../../core/plan/walk.ts';
import type { Failure, RunEvent, RunFact } from '../../core/run/event.ts';
import { wasCut } from '../../io/hosts/host-trouble.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { isNoRoom } from '../../lib/no-room.ts';
import type { StepContext } from '../steps/context.ts';
import type { AnyStep } from '../steps/step.ts';
import type { Drive } from './port.ts';

/** Tells the journal first, then whoever listens. */
export type Tell = (fact: RunFact) => Promise<RunEvent>;

export function teller({ record, onEvent }: Pick<Drive, 'record' | 'onEvent'>): Tell {
  return async (fact) => {
    const event = await record.append(fact);
    onEvent(event);
    return event;
  };
}

export function failureOf(error: unknown): Failure {
  if (error instanceof BaiupError) return { code: error.code, message: error.message, hint: error.hint };
  return { code: 'bug', message: messageOf(error) };
}

export function stepNamed(steps: readonly AnyStep[], kind: string): AnyStep {
  const step = steps.find((each) => each.kind === kind);
  if (step) return step;
  throw new BaiupError('plan.unknown-step', `the plan has a step "${kind}" that this baiup does not know`, {
    hint: 'make the plan again with this baiup: baiup plan',
  });
}

/** How events name a step. */
export function labelOf({ step, hop }: PlacedStep) {
  return { step: step.id, hop, title: step.title };
}

/** Whose service a step stops or starts. */
function memberOf(params: unknown): { readonly member?: string } {
  const { member } = params as { readonly member?: unknown };
  return typeof member === 'string' ? { member } : {};
}

/** What the beginning of a step says of it. */
export function beginsWith(placed: PlacedStep, { service }: AnyStep, params: unknown) {
  const inWave = placed.phase.wave !== undefined ? { inWave: true as const } : {};
  // Nobody is without service: it counts neither as a stop nor as a start.
  if (placed.phase.beside) return { ...labelOf(placed), beside: true as const };
  return { service, ...labelOf(placed), ...(service ? memberOf(params) : {}), ...inWave };
}

export const secondsSince = (start: number): number => (performance.now() - start) / 1000;

/** So many losses of a connection are looked into before a step fails of them. */
const mostCuts = 5;

/**
 * Does something on hosts. Where a lost connection cuts it, nobody knows what came of it: it is done again, as something
 * that was begun before. A host that stays away fails it. If the operator's disk is full and the run has kept room for
 * that, it frees the room and tries once more.
 */
async function persistently<T>({ room }: StepContext, act: (again: boolean) => Promise<T>): Promise<T> {
  let cuts = 0;
  let hasMadeRoom = false;
  for (let isAgain = false; ; isAgain = true) {
    try {
      return await act(isAgain);
    } catch (error) {
      if (wasCut(error) && cuts < mostCuts) {
        cuts += 1;
        hasMadeRoom = false;
      } else if (isNoRoom(error) && !hasMadeRoom && (await room?.giveSome())) hasMadeRoom = true;
      else throw error;
    }
  }
}

/** What a step is carried out with. */
interface Means extends Pick<Drive, 'steps' | 'context'> {
  /** The context while a step only waits: its signal also fires once another has failed. */
  readonly waiting?: StepContext;
  /** Whether it was cut because somebody wants the run to stop: then it has not failed. */
  readonly wasAsked?: () => boolean;
}

/**
 * Probe, apply, verify: with an event in the journal before and after.
 * @param leave called once the step only waits for what it has begun, or is written of; perhaps more than once
 */
export async function carryOut(
  placed: PlacedStep,
  attempted: boolean,
  drive: Means,
  tell: Tell,
  leave: () => void = () => undefined,
): Promise<void> {
  const { step: planned } = placed;
  const step = stepNamed(drive.steps, planned.kind);
  const params: unknown = step.params.parse(planned.params);
  const base = beginsWith(placed, step, params);
  const start = performance.now();
  const { context, waiting = context } = drive;
  await tell({ kind: 'step.started', ...base });
  // Not before: ten thousand beginnings at once would all be held in memory until they are written.
  if (step.waits === 'throughout') leave();
  try {
    const result = await persistently(context, async (again) => {
      const wasBegun = attempted || again;
      const probed = await step.probe(params, context, wasBegun);
      if (wasBegun || probed !== 'todo') await tell({ kind: 'step.probed', state: probed, ...base });
      const applies = step.waits === 'throughout' ? waiting : context;
      const told = probed === 'done' ? undefined : await step.apply(params, applies, probed);
      if (step.waits) leave();
      await step.verify(params, step.waits ? waiting : context);
      return told;
    });
    // To write of it takes no room: others may begin meanwhile.
    leave();
    await tell({ kind: 'step.finished', seconds: secondsSince(start), result, ...base });
  } catch (error) {
    if (drive.wasAsked?.()) throw error;
    const result = error instanceof BaiupError ? error.found : undefined;
    const seconds = secondsSince(start);
    await tell({ kind: 'step.failed', seconds, failure: failureOf(error), result, ...base });
    throw error;
  }
}

/**
 * Whether it is waited for that a step's undo comes about: members that turn beside their old programs go back once all
 * others answer again, so nobody is without service by then. One that does not yet may hang on these: it is asked again at
 * the end.
 */
const isAwaited = ({ hop, phase }: PlacedStep, { record }: Drive): boolean =>
  phase.side === 'stopped' && (record.plan.hops[hop]?.phases.some(({ beside }) => beside) ?? false);

function notYet(error: unknown): void {
  if (!(error instanceof BaiupError)) throw error;
}

/** Undoes one step, with an event before and after. */
export async function carryBack(placed: PlacedStep, drive: Drive, tell: Tell): Promise<void> {
  const step = stepNamed(drive.steps, placed.step.kind);
  const base = labelOf(placed);
  const start = performance.now();
  await tell({ kind: 'step.undoing', ...base });
  const result = await tellingFailure(base, start, tell, async () => {
    if (typeof step.undo !== 'function') {
      throw new BaiupError(
        'step.irreversible',
        `there is no way back from "${base.title}": ${step.undo.irreversible}`,
      );
    }
    const { undo, afterUndo } = step;
    const params = step.params.parse(placed.step.params);
    const undone = await persistently(drive.context, () => undo(params, drive.context));
    if (afterUndo && isAwaited(placed, drive)) await afterUndo(params, drive.context).catch(notYet);
    return undone;
  });
  await tell({ kind: 'step.undone', seconds: secondsSince(start), result, ...base });
}

/** Checks that what a step's undo began has come about. */
export async function checkBack(placed: PlacedStep, drive: Drive, tell: Tell): Promise<void> {
  const step = stepNamed(drive.steps, placed.step.kind);
  await tellingFailure(labelOf(placed), performance.now(), tell, async () =>
    step.afterUndo?.(step.params.parse(placed.step.params), drive.context),
  );
}

/** Acts, and tells of a failure as one of going back. */
export async function tellingFailure<T>(
  base: ReturnType<typeof labelOf>,
  start: number,
  tell: Tell,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await tell({
      kind: 'step.undo-failed',
      seconds: secondsSince(start),
      failure: failureOf(error),
      ...base,
    });
    throw error;
  }
}
