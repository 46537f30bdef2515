import { createHash } from 'node:crypto';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import { type LifeProof, placeInWords } from '../../core/workloads/life-proof.ts';
import type { ProofPlace } from '../../core/workloads/proof-place.ts';
import { atMost } from '../../lib/at-most.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';

type Context = Pick<StepContext, 'run' | 'database' | 'inventory' | 'proveSession' | 'endSessions'>;

/** More at once tell nothing more, and take room from users. */
const mostAtOnce = 4;

/** The beginning of the names of a hop's own sessions: one that a killed process has left is found by it. */
const labelOf = (hop: number, run: string): string =>
  `baiup-proof-${createHash('sha256').update(run).digest('hex').slice(0, 8)}-${hop}`;

async function atOnce({ database, inventory }: Context, most: number | undefined): Promise<number> {
  if (most === undefined) return mostAtOnce;
  const own = (await database.sessions()).filter(({ accessKey }) => accessKey === inventory.api.accessKey);
  return Math.max(1, Math.min(mostAtOnce, most - own.length));
}

/**
 * Starts a session at each place, uses it, and ends it. What goes wrong at one place is told; what cuts all of them is
 * thrown.
 * @param most how many sessions the keypair may have at once
 */
export async function trySessions(
  hop: number,
  places: readonly ProofPlace[],
  { most, signal }: { readonly most: number | undefined; readonly signal: AbortSignal },
  context: Context,
): Promise<readonly LifeProof[]> {
  const label = labelOf(hop, context.run);
  const tryOne = async ([index, place]: [number, ProofPlace]): Promise<LifeProof> => {
    signal.throwIfAborted();
    try {
      return { ...place, took: await context.proveSession(`${label}-${index + 1}`, place, signal) };
    } catch (error) {
      signal.throwIfAborted();
      return { ...place, trouble: troubleOf(error) };
    }
  };
  return atMost(await atOnce(context, most), [...places.entries()], tryOne);
}

function troubleOf(error: unknown): NonNullable<LifeProof['trouble']> {
  const { code, hint } = error instanceof BaiupError ? error : { code: 'proof.failed', hint: undefined };
  return { code, message: messageOf(error), ...(hint === undefined ? {} : { hint }) };
}

/** Ends what sessions of a hop's proofs are left. @returns those that have not ended */
export async function endProofs(
  hop: number,
  context: Context,
  signal: AbortSignal,
): Promise<readonly LiveSession[]> {
  const label = `${labelOf(hop, context.run)}-`;
  const left = (await context.database.sessions()).filter(({ name }) => name.startsWith(label));
  return left.length === 0 ? [] : context.endSessions(left, signal);
}

/** What went wrong where, as sentences without their stops. */
export const troubleInWords = ({ trouble, ...place }: LifeProof): string =>
  `${placeInWords(place)}: ${trouble?.message}`;
