import type { Host } from '../hosts/port.ts';
import { changeRedis } from './change-redis.ts';
import type { RedisAddress } from './redis-command.ts';

/**
 * Removes the locks in Redis by which managers agree who of them schedules. Only once no manager runs: a lock does not say
 * whose it is.
 * @returns how many there were; undefined where the Redis does not answer
 */
export function releaseLocks(
  host: Pick<Host, 'bring' | 'run'>,
  environment: string,
  address: RedisAddress,
): Promise<number | undefined> {
  return changeRedis(host, environment, address, 'release');
}
