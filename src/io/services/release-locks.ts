import type { Host } from '../hosts/port.ts';
import { type RedisAddress, redisCommand } from './redis-command.ts';

/**
 * Removes the locks in Redis by which managers agree who of them schedules. Only once no manager runs: a lock does not say
 * whose it is.
 * @returns how many there were; undefined where the Redis does not answer
 */
export async function releaseLocks(
  host: Pick<Host, 'bring' | 'run'>,
  environment: string,
  address: RedisAddress,
): Promise<number | undefined> {
  const ended = await host
    .run(await redisCommand(host, environment, address, 'release'))
    .catch(() => undefined);
  return ended === undefined ? undefined : Number(ended.stdout.trim());
}
