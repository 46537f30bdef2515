import { onPath } from '../../io/hosts/on-path.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { pipEnvironment } from '../../io/python/uv.ts';

/** Whether packages can be installed here: by root, with apt. */
export async function hasApt(userId = process.getuid?.() ?? 1): Promise<boolean> {
  return userId === 0 && (await onPath(thisMachine, 'apt-get')) !== undefined;
}

/** Installs packages of the machine's own system. They stay: no sandbox takes them away again. */
export async function aptInstall(
  packages: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const run = (words: readonly string[]) =>
    thisMachine.run({
      argv: ['apt-get', '--quiet', '--yes', '--option', 'DPkg::Lock::Timeout=120', ...words],
      env: { DEBIAN_FRONTEND: 'noninteractive', ...pipEnvironment(process.env) },
      timeoutMs: 15 * 60_000,
      ...(signal ? { signal } : {}),
    });
  const install = ['install', '--no-install-recommends', ...packages];
  try {
    await run(install);
  } catch {
    signal?.throwIfAborted();
    // Its lists may be old, or not there yet.
    await run(['update']);
    await run(install);
  }
}
