import { onPath } from '../../io/hosts/on-path.ts';
import type { Host, HostReader } from '../../io/hosts/port.ts';
import { pipEnvironment } from '../../io/python/uv.ts';

/** Whether a user can install packages there: root, with apt. */
export async function hasApt(host: HostReader, userId: number): Promise<boolean> {
  return userId === 0 && (await onPath(host, 'apt-get')) !== undefined;
}

/** Installs packages of a machine's own system. They stay: no sandbox takes them away again. */
export async function aptInstall(
  host: Host,
  packages: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const run = (words: readonly string[], until?: AbortSignal) =>
    host.run({
      argv: ['apt-get', '--quiet', '--yes', '--option', 'DPkg::Lock::Timeout=120', ...words],
      env: { DEBIAN_FRONTEND: 'noninteractive', ...pipEnvironment(process.env) },
      timeoutMs: 15 * 60_000,
      ...(until ? { signal: until } : {}),
    });
  const install = ['install', '--no-install-recommends', ...packages];
  const download = () => run([...install, '--download-only'], signal);
  try {
    await download();
  } catch {
    signal?.throwIfAborted();
    // Its lists may be old, or not there yet.
    await run(['update'], signal);
    await download();
  }
  signal?.throwIfAborted();
  // Nothing ends this in the middle: it would leave the machine with packages that are half installed.
  await run(install);
}
