import { BaiupError } from '../../lib/errors.ts';
import type { HostReader } from '../hosts/port.ts';

const asOrdinaryUser = ['unshare', '--user', '--map-user=1000', '--map-group=1000'] as const;

type Argv = readonly [string, ...string[]];

/**
 * PostgreSQL refuses to run as root. As root it is run in a user namespace of its own, where root looks like an
 * ordinary user and yet may enter the folders that only root can; another user could not.
 */
export function unprivileged(argv: Argv, userId = process.getuid?.() ?? 1): Argv {
  return userId === 0 ? [...asOrdinaryUser, ...argv] : argv;
}

/** @throws BaiupError `postgres.root` where we are root and the kernel refuses user namespaces. */
export async function requireUnprivileged(host: HostReader, userId = process.getuid?.() ?? 1): Promise<void> {
  if (userId !== 0) return;
  const { exitCode, stderr } = await host
    .ask({ argv: [...asOrdinaryUser, 'true'], timeoutMs: 20_000 })
    .catch(() => ({ exitCode: 1, stderr: '' }));
  if (exitCode === 0) return;
  throw new BaiupError(
    'postgres.root',
    `PostgreSQL does not run as root, and a user namespace for it was refused on ${host.name}: ${stderr.trim() || 'no unshare'}`,
    { hint: 'be an ordinary user there, or allow user namespaces (sysctl user.max_user_namespaces)' },
  );
}
