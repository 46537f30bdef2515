import type { Host } from '../hosts/port.ts';
import { type RedisAddress, redisCommand } from './redis-command.ts';

/** Changes something in a Redis from a manager's host. @returns how much; undefined where the Redis does not answer */
export async function changeRedis(
  host: Pick<Host, 'bring' | 'run'>,
  environment: string,
  address: RedisAddress,
  change: 'settle' | 'release',
): Promise<number | undefined> {
  const ended = await host.run(await redisCommand(host, environment, address, change)).catch(() => undefined);
  return ended === undefined ? undefined : Number(ended.stdout.trim());
}
