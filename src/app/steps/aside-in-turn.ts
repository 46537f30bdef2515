import { knownOrMade } from '../../lib/known-or-made.ts';
import { oneAtATime } from '../../lib/one-at-a-time.ts';
import type { StepContext } from './context.ts';
import { clusterData } from './step.ts';

type InTurn = ReturnType<typeof oneAtATime>;

const turns = new WeakMap<StepContext['service'], Map<string, InTurn>>();

/**
 * Nobody may be connected to what is set aside while it is copied. A run that was cut may have to copy it again, and to
 * count it, both at once.
 */
export function asideInTurn<T>(
  { database = clusterData }: { readonly database?: string | undefined },
  { service }: Pick<StepContext, 'service'>,
  work: () => Promise<T>,
): Promise<T> {
  const own = knownOrMade(turns, service, () => new Map<string, InTurn>());
  return knownOrMade(own, database, oneAtATime)(work);
}
