import { isSamePlace } from '../../core/workloads/life-proof.ts';
import { type ProofPlace, proofPlaces } from '../../core/workloads/proof-place.ts';
import { atMost } from '../../lib/at-most.ts';
import type { StepContext } from './context.ts';
import type { MemberAgents } from './member-agents.ts';
import { notedProofs } from './noted-proofs.ts';
import { endLeftProofs, endProofs, trySessions } from './proof-sessions.ts';

const asksAtOnce = 16;

/** The agents of a wave that nobody uses: a session of ours takes nothing from users there. */
async function emptyPlaces(members: readonly MemberAgents[], context: StepContext) {
  const { database, inventory } = context;
  const { image } = inventory.proof;
  const ground = await database.proofGround({ accessKey: inventory.api.accessKey, image });
  const own = new Set(members.flatMap(({ agents }) => agents));
  const places = proofPlaces(ground, inventory.proof, 'agent').tried.filter(
    ({ agent }) => agent !== undefined && own.has(agent),
  );
  const kernels = await atMost(asksAtOnce, places, ({ agent = '' }) => database.kernelsOn(agent));
  return { most: ground.most, places: places.filter((_place, index) => kernels[index]?.length === 0) };
}

/** Whether a session failed there in the same way before anything was stopped, or could not have had room. */
async function isNoNews(hop: number, context: StepContext) {
  const before = (await notedProofs(hop, context))?.proofs ?? [];
  return (place: ProofPlace, code: string): boolean =>
    code === 'session.no-room' ||
    before.some(
      (each) =>
        each.trouble?.code === code &&
        (isSamePlace(each, place) || (each.agent === undefined && each.group === place.group)),
    );
}

/**
 * Starts, uses and ends a session on each agent of a wave that is empty.
 * @returns how many were tried, and what went wrong, by member
 */
export async function waveSessions(
  hop: number,
  members: readonly MemberAgents[],
  context: StepContext,
): Promise<{ readonly tried: number; readonly wrong: ReadonlyMap<string, string> }> {
  const { signal } = context;
  await endProofs(hop, context, signal);
  const { places, most } = await emptyPlaces(members, context);
  const proofs = await trySessions(hop, places, { most, signal }, context).finally(() =>
    endLeftProofs(hop, context),
  );
  const isOld = await isNoNews(hop, context);
  const wrong = proofs.flatMap(({ trouble, ...place }): [string, string][] => {
    if (!trouble || isOld(place, trouble.code)) return [];
    const owner = members.find(({ agents }) => agents.includes(place.agent ?? ''));
    return owner ? [[owner.member, `no session starts, answers and ends on it: ${trouble.message}`]] : [];
  });
  return { tried: places.length, wrong: new Map(wrong) };
}
