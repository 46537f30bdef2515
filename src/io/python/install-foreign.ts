import { thisMachine } from '../hosts/this-machine.ts';
import { findUv } from './uv.ts';
import { uvEnvironment } from './uv-environment.ts';

interface ForeignTarget {
  /** A folder that another system's Python finds packages in. */
  readonly folder: string;
  /** That Python: `3.11`. */
  readonly python: string;
  readonly signal?: AbortSignal | undefined;
}

/** Puts packages and all that they need into a folder of another Linux system with glibc 2.28 or newer (x86_64). */
export async function installForeign(
  requirements: readonly string[],
  { folder, python, signal }: ForeignTarget,
): Promise<void> {
  const [uv, env] = await Promise.all([findUv(thisMachine), uvEnvironment(thisMachine)]);
  const system = ['--python-version', python, '--python-platform', 'x86_64-manylinux_2_28'];
  const argv = [
    ...[uv, 'pip', 'install', '--quiet', '--target', folder, '--only-binary', ':all:'],
    ...system,
    ...requirements,
  ] as [string, ...string[]];
  await thisMachine.run({ argv, env, timeoutMs: 600_000, ...(signal ? { signal } : {}) });
}
