import type { Inventory } from '../../core/cluster/inventory.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { BaiupError, exitCode, usageError } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';
import { waveGate } from '../steps/wave-gate.ts';
import { teller } from './carry-out.ts';
import { operator } from './operator.ts';
import type { Drive } from './port.ts';
import { type Position, positionOf } from './position.ts';
import { postponedCode, postponeOne } from './postpone.ts';
import { memberOfStep, wavesOfRun } from './waves-of-run.ts';

/** An agent that turns no further in a run, and where it would have turned next. */
export interface LeftForLater {
  readonly member: string;
  readonly hop: number;
  readonly wave: number;
}

function refused(message: string, hint: string): BaiupError {
  return new BaiupError('postpone.refused', message, {
    exit: exitCode.refused,
    left: 'nothing was changed now',
    hint,
  });
}

/** The first wave of an agent whose gate is not passed; undefined where it has passed all. */
function nextWave(plan: Plan, { done }: Position, member: string): LeftForLater | undefined {
  const wavesOf = wavesOfRun(plan);
  const gates = walkPlan(plan).filter(({ step }) => step.kind === waveGate.kind);
  return gates.flatMap(({ step, phase: { wave }, hop }): LeftForLater[] =>
    wave !== undefined && wavesOf(hop).get(member) === wave && !done.has(step.id)
      ? [{ member, hop, wave }]
      : [],
  )[0];
}

/**
 * The agents that an operator wants left for later, by their ids or their hosts. Those that are postponed already are
 * no more to do.
 * @throws BaiupError `postpone.unknown` (exit 64), `postpone.refused` (exit 2) where a run goes back, or an agent has
 * passed its waves
 */
export function leftForLater(
  run: string,
  plan: Plan,
  events: readonly RunEvent[],
  { components }: Pick<Inventory, 'components'>,
  asked: readonly string[],
): readonly LeftForLater[] {
  if (asked.length === 0) return [];
  const position = positionOf(events);
  if (position.undoing) throw refused(`${run} goes back, and nobody turns any more`, `baiup resume ${run}`);
  const wavesOf = wavesOfRun(plan);
  const turning = new Set(plan.hops.flatMap((_hop, index) => [...wavesOf(index).keys()]));
  const meant = asked.map((name) => {
    const of = components.filter(({ id, host }) => turning.has(id) && (id === name || host === name));
    if (of.length > 0) return of.map(({ id }) => id);
    const all = [...turning].sort();
    const hint = all.length > 0 ? `there are: ${shortList(all)}` : 'its plan was made without --waves';
    throw usageError(
      'postpone.unknown',
      `no agent turns in a wave of ${run} as "${name.slice(0, 60)}"`,
      hint,
    );
  });
  return [...new Set(meant.flat())].flatMap((member) => {
    if (position.postponed.has(member)) return [];
    const next = nextWave(plan, position, member);
    if (next) return [next];
    throw refused(`${member} has turned to ${plan.to} already`, `baiup resume ${run}`);
  });
}

/** Tells of the agents that the plan itself leaves for later, once: nothing is done to them. */
export async function tellPostponed(drive: Pick<Drive, 'record' | 'onEvent'>): Promise<void> {
  const { postponed: left = [] } = drive.record.plan;
  if (left.length === 0) return;
  const { postponed } = positionOf(await drive.record.events());
  for (const { member, host } of left) {
    if (postponed.has(member)) continue;
    const why = { code: postponedCode, message: `${host} did not answer when the plan was made` };
    await teller(drive)({ kind: 'member.postponed', hop: 0, member, host, why });
  }
}

/**
 * Leaves agents for later as their operator wants: what was begun of them is taken back where their host answers.
 * @param answers whether a host answers now, without waiting for it
 */
export async function postponeAsked(
  drive: Drive,
  members: readonly LeftForLater[],
  answers: (host: string) => Promise<boolean>,
): Promise<void> {
  const tell = teller(drive);
  const why = { code: postponedCode, message: `${operator()} has left it for later` };
  for (const { member, hop, wave } of members) {
    const { touched } = positionOf(await drive.record.events());
    const isBegun = walkPlan(drive.record.plan).some(
      (each) =>
        each.hop === hop &&
        each.phase.wave === wave &&
        memberOfStep(each) === member &&
        touched.has(each.step.id),
    );
    await postponeOne({ member, hop, wave: isBegun ? wave : undefined, why, answers }, drive, tell);
  }
}
