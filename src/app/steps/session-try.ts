import { z } from 'zod';
import { proofPlaces } from '../../core/workloads/proof-place.ts';
import { BaiupError } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { notedProofs, noteProofs } from './noted-proofs.ts';
import { endLeftProofs, endProofs, trySessions } from './proof-sessions.ts';
import { clusterData, type Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  /** Each agent is tried, and not only each resource group. */
  agents: z.literal(true).optional(),
});

/** More are not told in the journal; the file has all. */
const mostTold = 100;

/** An agent may have to fetch the image first; nobody waits for that in vain before the stop. */
const runningTimeoutMs = 600_000;

/**
 * Starts, uses and ends a session on each resource group before anything stops: what fails already then is for the
 * operator to decide about, and not laid to the upgrade afterwards.
 */
export const sessionTry: Step<z.infer<typeof params>> = {
  kind: 'session.try',
  params,
  title: ({ agents }) =>
    `Before the stop: a session starts, is used, and ends on each ${agents ? 'agent' : 'resource group'}`,
  estimate: 5,
  waits: 'throughout',
  stopsWhenAsked: true,
  probe: async ({ hop }, context) => ((await notedProofs(hop, context)) === undefined ? 'todo' : 'done'),
  apply: async ({ hop, agents }, context) => {
    const { database, inventory, signal } = context;
    const { image } = inventory.proof;
    await endProofs(hop, context, signal);
    const ground = await database.proofGround({ accessKey: inventory.api.accessKey, image });
    const { tried, untried } = proofPlaces(ground, inventory.proof, agents ? 'agent' : 'group');
    const { most } = ground;
    const proofs = await trySessions(hop, tried, { most, signal, runningTimeoutMs }, context).catch(
      async (error: unknown) => {
        // What cuts us must not cut this too.
        await endLeftProofs(hop, context);
        throw error;
      },
    );
    const left = await endProofs(hop, context, signal);
    if (left.length > 0) throw notEnded(left.map(({ name }) => name));
    await noteProofs(hop, { proofs, ...(most === undefined ? {} : { most }) }, context);
    const told = [...proofs].sort((one, other) => Number(!one.trouble) - Number(!other.trouble));
    return {
      proofs: told.slice(0, mostTold),
      ...(proofs.length > mostTold ? { all: proofs.length } : {}),
      ...(untried.length > 0 ? { untried: untried.slice(0, mostTold) } : {}),
    };
  },
  verify: async () => undefined,
  undo: async ({ hop }, context) => {
    // It is noted once all sessions have ended.
    if (await keptFile.isThere(keptFiles(context, hop).proofs)) return undefined;
    const left = await endProofs(hop, context, context.signal);
    return left.length > 0 ? { left: left.map(({ name }) => name) } : undefined;
  },
  data: () => clusterData,
  notUndone: () => 'a session that baiup started to prove something may still run',
};

function notEnded(names: readonly string[]): BaiupError {
  return new BaiupError(
    'session.not-ended',
    `sessions that baiup started before the stop do not end, also not by force: ${shortList(names)}`,
    { hint: "see the manager's and the agents' logs; end them, then begin again" },
  );
}
