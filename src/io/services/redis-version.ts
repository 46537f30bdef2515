import { join } from 'node:path';
import { secret } from '../../lib/secret.ts';
import type { NetAddress } from '../hosts/network-port.ts';
import type { HostReader } from '../hosts/port.ts';

const program = join(import.meta.dirname, 'redis_version.py');

/** The version of a Redis as a manager's host reaches it; undefined where it does not tell. */
export async function redisVersion(
  host: HostReader,
  environment: string,
  address: NetAddress & { readonly password?: string | undefined },
): Promise<string | undefined> {
  const argv = [join(environment, 'bin', 'python'), '-I', await host.bring(program)] as const;
  const asked = await host.ask({
    argv: [...argv],
    input: secret(JSON.stringify(address)),
    timeoutMs: 20_000,
  });
  const version = asked.exitCode === 0 ? asked.stdout.trim() : '';
  return version === '' ? undefined : version;
}
