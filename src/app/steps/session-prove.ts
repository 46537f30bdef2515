import { z } from 'zod';
import { type ComparedProof, isSamePlace, type LifeProof } from '../../core/workloads/life-proof.ts';
import type { ProofPlace } from '../../core/workloads/proof-place.ts';
import { BaiupError } from '../../lib/errors.ts';
import { firstFew } from '../../lib/first-few.ts';
import type { StepContext } from './context.ts';
import { lostPlaces } from './lost-places.ts';
import { membersOf } from './members-of.ts';
import { notedProofs } from './noted-proofs.ts';
import { endLeftProofs, endProofs, troubleInWords, trySessions } from './proof-sessions.ts';
import { clusterData, type Step } from './step.ts';
import { whileAlive } from './while-alive.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** Why no session can be tried; it is then only said. */
  skipped: z.string().optional(),
});

const shown = 5;
/** More are not told in the journal. */
const mostTold = 100;

/** Where sessions started before the stop, and always the resource group of the cluster's file. */
function locationsToTry(before: readonly LifeProof[], { inventory }: StepContext): readonly ProofPlace[] {
  const { scalingGroup: group, architecture } = inventory.proof;
  const places = before.map(({ took: _took, trouble: _trouble, ...place }) => place);
  return places.some((place) => place.group === group) ? places : [{ group, architecture }, ...places];
}

function compare(before: readonly LifeProof[], after: readonly LifeProof[]): ComparedProof[] {
  return after.map((now) => {
    const { took, trouble } = before.find((each) => isSamePlace(each, now)) ?? {};
    return {
      group: now.group,
      ...(now.agent === undefined ? {} : { agent: now.agent }),
      ...(took || trouble ? { before: { ...(took ? { took } : {}), ...(trouble ? { trouble } : {}) } } : {}),
      after: { ...(now.took ? { took: now.took } : {}), ...(now.trouble ? { trouble: now.trouble } : {}) },
    };
  });
}

function refused(lost: readonly LifeProof[], untried: number, found: object): BaiupError {
  const [first] = lost;
  const more = untried === 0 ? '' : `; ${untried} more places were not tried after that`;
  return new BaiupError(
    first?.trouble?.code ?? 'proof.failed',
    `no session starts, answers and ends any more on ${firstFew(lost.map(troubleInWords), shown)}${more}`,
    { hint: first?.trouble?.hint ?? "see the manager's and the agents' logs", found },
  );
}

/**
 * A session asked for through the API runs on an agent, is used, and ends: on each resource group where one did before
 * the stop. Green health endpoints prove less.
 */
export const sessionProve: Step<z.infer<typeof params>> = {
  kind: 'session.prove',
  params,
  title: ({ skipped }) =>
    skipped === undefined ? 'A session starts, is used, and ends' : `No session is tried: ${skipped}`,
  estimate: 5,
  probe: async () => 'todo',
  apply: async ({ hop, skipped }, context) => {
    if (skipped !== undefined) return { skipped };
    const { inventory } = context;
    const { proofs: before = [], most } = (await notedProofs(hop, context)) ?? {};
    const { lostOf, isEnough } = lostPlaces(before);
    const places = locationsToTry(before, context);
    const needs = [membersOf(inventory, 'manager'), membersOf(inventory, 'agent')];
    const what = 'no session can start and end';
    const { after, left } = await whileAlive(what, needs, context, async (signal) => {
      await endProofs(hop, context, signal);
      const proofs = await trySessions(hop, places, { most, signal, isEnough }, context);
      const unended = await endLeftProofs(hop, context, signal);
      signal.throwIfAborted();
      return { after: proofs, left: unended };
    });
    const told = [...after].sort((one, other) => Number(!one.trouble) - Number(!other.trouble));
    const found = {
      ...after.find(({ group }) => group === inventory.proof.scalingGroup)?.took,
      proofs: compare(before, told.slice(0, mostTold)),
      ...(told.length > mostTold || told.length < places.length ? { all: places.length } : {}),
      ...(left === undefined ? {} : { left }),
    };
    const lost = lostOf(after);
    if (lost.length > 0) throw refused(lost, places.length - after.length, found);
    return found;
  },
  verify: async () => undefined,
  undo: async ({ hop, skipped }, context) => {
    if (skipped !== undefined) return undefined;
    const needs = [membersOf(context.inventory, 'manager')];
    // The way back does not wait for managers that have died.
    const left = await whileAlive('no session can be ended', needs, context, (signal) =>
      endLeftProofs(hop, context, signal),
    );
    return left === undefined ? undefined : { left };
  },
  data: () => clusterData,
  notUndone: () => 'a session that baiup started to prove something may still run',
};
