import { join } from 'node:path';
import type { Command } from '../../lib/command.ts';
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
 * What asks a Redis on a manager's host.
 * @param ask `version`: its own, or a Sentinel's; `tasks`: the keys of background tasks, as JSON; `settle` changes it:
 * what no manager has acknowledged of agents is acknowledged; so does `release`: managers' locks are removed
 */
export async function redisCommand(
  host: Pick<HostReader, 'bring'>,
  environment: string,
  address: RedisAddress,
  ask: 'version' | 'tasks' | 'settle' | 'release',
): Promise<Command> {
  return {
    argv: [join(environment, 'bin', 'python'), '-I', await host.bring(program)],
    input: secret(JSON.stringify({ ...address, ask })),
    timeoutMs: 20_000,
  };
}
