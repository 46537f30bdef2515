import type { Stranger } from '../../core/cluster/stranger.ts';
import { endStrangers, strangerNames } from '../../core/cluster/stranger-words.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';

/** Someone who works beside the services of the cluster, and how to end it. */
function strangerError(code: string, what: string, strangers: readonly Stranger[]): BaiupError {
  return new BaiupError(code, `${what}: ${strangerNames(strangers)}`, {
    hint: `end it: ${endStrangers(strangers)}      and do not start it again until the run has ended`,
  });
}

/**
 * Stops where somebody else serves in the place of a member: both would share its port.
 * @throws BaiupError `service.stranger`
 */
export async function refuseStranger(
  member: string,
  { strangers }: Pick<StepContext, 'strangers'>,
): Promise<void> {
  const found = await strangers.inPlaceOf(member);
  if (found.length > 0)
    throw strangerError('service.stranger', `another program serves in the place of ${member}`, found);
}

/**
 * Stops where a program of Backend.AI that nobody has stopped still works with a database.
 * @throws BaiupError `database.stranger`
 */
export async function refuseWriters(
  database: string | undefined,
  { strangers }: Pick<StepContext, 'strangers'>,
): Promise<void> {
  const found = await strangers.atDatabase(database);
  if (found.length > 0)
    throw strangerError(
      'database.stranger',
      'the database is still used by another program of Backend.AI',
      found,
    );
}
