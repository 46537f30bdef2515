import type { HostReader } from '../hosts/port.ts';
import { type RedisAddress, redisCommand } from './redis-command.ts';

/**
 * What a Redis knows, as a manager's host reaches it; undefined where it does not tell.
 * @param what `version`: its own, or a Sentinel's; `tasks`: the keys of background tasks, as JSON
 */
export async function askRedis(
  host: HostReader,
  environment: string,
  address: RedisAddress,
  what: 'version' | 'tasks',
): Promise<string | undefined> {
  const asked = await host.ask(await redisCommand(host, environment, address, what));
  const text = asked.exitCode === 0 ? asked.stdout.trim() : '';
  return text === '' ? undefined : text;
}
