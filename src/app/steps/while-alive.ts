import { setTimeout as delay } from 'node:timers/promises';
import type { StepContext } from './context.ts';
import { endedNeeds } from './ended-needs.ts';
import { serviceEnded } from './service-ended.ts';

const everyMs = 250;

/**
 * Does something that only comes about while members live, of each group at least one. Once a group has ended, it is
 * cut: nobody waits for its deadline.
 * @param what what cannot come any more then, as in "no session can start: the process of m1 has ended"
 * @throws BaiupError `service.ended`
 */
export async function whileAlive<T>(
  what: string,
  groups: readonly (readonly string[])[],
  context: Pick<StepContext, 'service' | 'signal'>,
  act: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const [cut, over] = [new AbortController(), new AbortController()];
  const watch = async (needs: readonly string[]): Promise<void> => {
    const haveEnded = endedNeeds(needs, context);
    do await delay(everyMs, undefined, { signal: over.signal });
    while (!(await haveEnded()));
    cut.abort(serviceEnded(what, needs));
  };
  for (const needs of groups) watch(needs).catch(() => undefined);
  try {
    return await act(AbortSignal.any([context.signal, cut.signal]));
  } catch (error) {
    throw cut.signal.aborted && !context.signal.aborted ? cut.signal.reason : error;
  } finally {
    over.abort();
  }
}
