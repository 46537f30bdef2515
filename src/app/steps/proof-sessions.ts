import { createHash } from 'node:crypto';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import { type LifeProof, placeInWords } from '../../core/workloads/life-proof.ts';
import type { ProofPlace } from '../../core/workloads/proof-place.ts';
import { atMost } from '../../lib/at-most.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';
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

interface Trials {
  /** How many sessions the keypair may have at once. */
  readonly most: number | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds that a session may take to run; as long as `proveSession` says unless told. */
  readonly runningTimeoutMs?: number;
  /** Whether what has become of some tells enough: no more are begun then. */
  readonly isEnough?: (proofs: readonly LifeProof[]) => boolean;
}

/**
 * Starts a session at each place, uses it, and ends it. What goes wrong at one place is told; what cuts all of them is
 * thrown.
 * @returns what became of those that were begun
 */
export async function trySessions(
  hop: number,
  places: readonly ProofPlace[],
  { most, signal, runningTimeoutMs, isEnough = () => false }: Trials,
  context: Context,
): Promise<readonly LifeProof[]> {
  const label = labelOf(hop, context.run);
  const known: LifeProof[] = [];
  const outcomeAt = async (index: number, place: ProofPlace): Promise<LifeProof> => {
    signal.throwIfAborted();
    try {
      const name = `${label}-${index + 1}`;
      return { ...place, took: await context.proveSession(name, place, signal, runningTimeoutMs) };
    } catch (error) {
      signal.throwIfAborted();
      return { ...place, trouble: troubleOf(error) };
    }
  };
  const tryOne = async ([index, place]: [number, ProofPlace]): Promise<LifeProof | undefined> => {
    if (isEnough(known)) return undefined;
    const proof = await outcomeAt(index, place);
    known.push(proof);
    return proof;
  };
  const proofs = await atMost(await atOnce(context, most), [...places.entries()], tryOne);
  return proofs.filter((proof) => proof !== undefined);
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

/** Longer than a session is asked to end, and then forced. */
const endingMs = 60_000;

/** As `endProofs`, where nothing may fail for it. @returns what may be left, as a sentence without its stop */
export async function endLeftProofs(
  hop: number,
  context: Context,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const bound = AbortSignal.timeout(endingMs);
  const say = (why: string): string => `sessions that baiup started to prove something may still run: ${why}`;
  try {
    const left = await endProofs(hop, context, signal ? AbortSignal.any([signal, bound]) : bound);
    return left.length === 0 ? undefined : say(`${shortList(left.map(({ name }) => name))} did not end`);
  } catch (error) {
    return say(messageOf(error));
  }
}

/** What went wrong where, as sentences without their stops. */
export const troubleInWords = ({ trouble, ...place }: LifeProof): string =>
  `${placeInWords(place)}: ${trouble?.message}`;
