import type { Host } from '../hosts/port.ts';
import { changeRedis } from './change-redis.ts';
import type { RedisAddress } from './redis-command.ts';

/**
 * Acknowledges what managers were told of agents, and did not acknowledge before they stopped.
 * @returns how many events; undefined where the Redis does not answer
 */
export function settleEvents(
  host: Pick<Host, 'bring' | 'run'>,
  environment: string,
  address: RedisAddress,
): Promise<number | undefined> {
  return changeRedis(host, environment, address, 'settle');
}
