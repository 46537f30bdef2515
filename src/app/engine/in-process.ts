import { isBarrier, nodeOf } from '../../core/plan/barrier.ts';
import { limitsOf } from '../../core/plan/limits.ts';
import { type PlacedStep, walkPlan } from '../../core/plan/walk.ts';
import type { Asked } from '../../core/run/asked.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { pointlessCode } from '../../core/run/pointless.ts';
import type { RunView } from '../../core/run/view.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from '../steps/context.ts';
import type { AnyStep } from '../steps/step.ts';
import { carryOut, labelOf, stepNamed, type Tell, teller } from './carry-out.ts';
import { keepEvidence } from './evidence.ts';
import { goBack, type Undoing } from './go-back.ts';
import { runGraph } from './graph.ts';
import { operator } from './operator.ts';
import type { Drive, Engine } from './port.ts';
import { positionOf } from './position.ts';
import { postponing } from './postpone.ts';
import { stillDone } from './still-done.ts';
import { finishWaveBack, takeWaveBack } from './take-wave-back.ts';
import { turningAgents } from './turning.ts';
import { untilAsked } from './until-asked.ts';
import { viewOf } from './view-of.ts';
import { WaveStopped } from './wave-stopped.ts';

/**
 * What a full disk of a host asks of a run that has stopped nothing yet: to wait for its operator, who makes room. What was
 * prepared stays, so it goes on where it was.
 */
function untilRoom(error: unknown, events: readonly RunEvent[]): Asked | undefined {
  if (!(error instanceof BaiupError) || error.code !== 'host.no-room') return undefined;
  if (positionOf(events).hasStopped) return undefined;
  return { what: 'pause', who: 'baiup', why: error.message, at: events.at(-1)?.at ?? '' };
}

/** A hop's failure, unless it only waits for room: evidence first, then back to where that hop began. Over what another has begun nobody goes back. */
async function fail(drive: Drive, tell: Tell, failed: PlacedStep, failure: unknown): Promise<RunView> {
  const lost = await drive.lost?.(true);
  if (lost) return halt(drive, tell, lost);
  const waits = untilRoom(failure, await drive.record.events());
  if (waits) return halt(drive, tell, waits);
  const kept = await keepEvidence(drive, failed.step.id, failure);
  await tell({ kind: 'evidence.kept', ...kept });
  const undoing = { why: 'failure', hops: [failed.hop] } as const;
  await tell({ kind: 'undo.started', ...undoing, who: operator() });
  return goBack(drive, tell, undoing);
}

/** Somebody gives up the hop that is in progress: back to where it began, as after a failure. */
async function giveUp(drive: Drive, tell: Tell, { who }: Asked): Promise<RunView> {
  await tell({ kind: 'evidence.kept', ...(await keepEvidence(drive, 'abort')) });
  const { done } = positionOf(await drive.record.events());
  const hop = walkPlan(drive.record.plan).find(({ step }) => !done.has(step.id) && !isBarrier(step))?.hop;
  const undoing = { why: 'abort', hops: hop === undefined ? [] : [hop] } as const;
  await tell({ kind: 'undo.started', ...undoing, who });
  return goBack(drive, tell, undoing);
}

/** Nothing more can be done for now: somebody asked for a stop, or manual steps wait for approval. */
async function halt(drive: Drive, tell: Tell, asked: Asked | undefined): Promise<RunView> {
  if (asked) {
    const { what, who, why, at } = asked;
    await tell({ kind: 'run.asked', what, who, why, askedAt: at });
    if (what === 'abort') return giveUp(drive, tell, asked);
  } else if (wordCame(await drive.record.events())) {
    return advance(drive);
  }
  await tell({ kind: 'run.stopped' });
  return viewOf(drive);
}

/** Whether a waiting step was approved while others ran. */
function wordCame(events: readonly RunEvent[]): boolean {
  const { asked, approved, touched } = positionOf(events);
  return [...asked].some((id) => approved.has(id) && !touched.has(id));
}

/** Carries out a step that is cut when somebody asks the run to stop. @returns whether it was carried out */
async function carriedOutUnasked<M extends { readonly waiting: StepContext }>(
  act: (means: M) => Promise<void>,
  means: M,
  wasAsked: () => boolean,
): Promise<boolean> {
  try {
    await untilAsked(wasAsked, means.waiting.signal, (signal) =>
      act({ ...means, wasAsked, waiting: { ...means.waiting, signal } }),
    );
    return true;
  } catch (error) {
    if (wasAsked()) return false;
    throw error;
  }
}

/** Whether a step that asks has something to ask by now. */
async function hasToAsk({ step: planned }: PlacedStep, step: AnyStep, { context }: Drive): Promise<boolean> {
  return (await step.asksIf?.(step.params.parse(planned.params), context)) ?? true;
}

/** Why steps that only wait are cut: their hop is taken back anyway. */
function pointless({ step }: PlacedStep): BaiupError {
  return new BaiupError(pointlessCode, `not waited for any longer, because this has failed: ${step.title}`);
}

async function advance(given: Drive): Promise<RunView> {
  const tell = teller(given);
  const placed = walkPlan(given.record.plan);
  const byId = new Map(placed.map((each) => [each.step.id, each]));
  const found = positionOf(await given.record.events());
  if (found.waveBack) await finishWaveBack(found.waveBack, given, tell);
  const position = found.waveBack ? positionOf(await given.record.events()) : found;
  const postpone = postponing(given, position, tell);
  const drive = { ...given, context: { ...given.context, postponed: postpone.postponed } };
  const turning = turningAgents();
  const { done, touched, asked, approved, proven, undoing } = position;
  if (undoing) return goBack(drive, tell, undoing);

  const keep = await stillDone(placed, position, drive);
  const left = drive.record.plan.hops.map(() => 0);
  for (const { hop, step } of placed) {
    if (!keep.has(step.id) && !isBarrier(step)) left[hop] = (left[hop] ?? 0) + 1;
  }
  for (const [hop, steps] of left.entries()) {
    if (steps === 0 && !proven.has(hop)) await tell({ kind: 'hop.finished', hop });
  }

  let { hasStopped } = position;
  const isAsked = (): Asked | undefined => {
    const now = drive.asked();
    return now?.untilStop && hasStopped ? undefined : now;
  };

  const stands = (now: Asked | undefined): boolean =>
    now !== undefined && (now.what === 'abort' || !turning.some());
  const failure = new AbortController();
  const signal = AbortSignal.any([drive.context.signal, failure.signal]);
  const means = { steps: drive.steps, context: drive.context, waiting: { ...drive.context, signal } };
  const end = await runGraph(
    placed.map(({ step }) => nodeOf(step)),
    async (id, leave) => {
      const each = byId.get(id) as PlacedStep;
      const step = stepNamed(drive.steps, each.step.kind);
      const passed = async (): Promise<'done'> => {
        left[each.hop] = (left[each.hop] ?? 0) - 1;
        if (left[each.hop] === 0) await tell({ kind: 'hop.finished', hop: each.hop });
        return 'done';
      };
      if (postpone.skips(each)) return passed();
      if (isAsked() && turning.waits(each, step)) return 'held';
      if (await drive.lost?.()) return 'held';
      if (step.asks && !approved.has(id) && (await hasToAsk(each, step, drive))) {
        const how = step.asks(step.params.parse(each.step.params));
        if (!asked.has(id)) await tell({ kind: 'approval.asked', how, ...labelOf(each) });
        return 'held';
      }
      hasStopped ||= step.service === 'stopping';
      turning.begins(each, step);
      const act = (its: typeof means) =>
        carryOut(each, touched.has(id) && !done.has(id), its, tell, leave).catch(async (error: unknown) => {
          if ('wasAsked' in its && isAsked()) throw error;
          try {
            await postpone.met(each, error);
            turning.gone(postpone.postponed());
          } catch (worse) {
            failure.abort(pointless(each));
            throw worse;
          }
        });
      if (!step.stopsWhenAsked) await act(means);
      else if (!(await carriedOutUnasked(act, means, () => isAsked() !== undefined))) return 'held';
      turning.ended(each);
      return passed();
    },
    { done: keep, paused: () => stands(isAsked()), limits: limitsOf(drive.record.plan) },
  );
  if (end.failed) {
    const { error } = end.failed;
    if (error instanceof WaveStopped && !(await drive.lost?.(true)))
      return takeWaveBack(error.failed, end.failed.id, drive, tell);
    return fail(drive, tell, byId.get(end.failed.id) as PlacedStep, end.failed.error);
  }
  if (end.paused) return halt(drive, tell, isAsked());
  await tell({ kind: 'run.finished', state: 'done' });
  return viewOf(drive);
}

async function rollback(drive: Drive): Promise<RunView> {
  const tell = teller(drive);
  const undoing: Undoing = { why: 'rollback', hops: drive.record.plan.hops.map((_hop, index) => index) };
  await tell({ kind: 'undo.started', ...undoing, who: operator() });
  return goBack(drive, tell, undoing);
}

/** Carries out a run in this process. */
export const inProcessEngine: Engine = { advance, rollback };
