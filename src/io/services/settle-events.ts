import type { Host } from '../hosts/port.ts';
import { type RedisAddress, redisCommand } from './redis-command.ts';

/**
 * Acknowledges what managers were told of agents, and did not acknowledge before they stopped.
 * @returns how many events; undefined where the Redis does not answer
 */
export async function settleEvents(
  host: Pick<Host, 'bring' | 'run'>,
  environment: string,
  address: RedisAddress,
): Promise<number | undefined> {
  const ended = await host
    .run(await redisCommand(host, environment, address, 'settle'))
    .catch(() => undefined);
  return ended === undefined ? undefined : Number(ended.stdout.trim());
}
