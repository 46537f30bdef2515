import { join } from 'node:path';
import { secret } from '../../lib/secret.ts';
import type { NetAddress } from '../hosts/network-port.ts';
import type { HostReader } from '../hosts/port.ts';

const program = join(import.meta.dirname, 'ask_redis.py');

export interface RedisAddress extends NetAddress {
  readonly password?: string | undefined;
  /** The name by which a Sentinel, whose address it is, knows the Redis. */
  readonly service?: string | undefined;
}

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
  const argv = [join(environment, 'bin', 'python'), '-I', await host.bring(program)] as const;
  const input = secret(JSON.stringify({ ...address, ask: what }));
  const asked = await host.ask({ argv: [...argv], input, timeoutMs: 20_000 });
  const text = asked.exitCode === 0 ? asked.stdout.trim() : '';
  return text === '' ? undefined : text;
}
