import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baiupJson, root } from '../lib/baiup.ts';
import type { SandboxUp } from '../lib/shapes.ts';

/**
 * `smallest`: a sandbox, measured once. `sandbox`: as it comes up. `million`: with a million sessions and kernels, 50,000
 * users, 100,000 folders. `tenth`: with a tenth of these, for machines that are slow or shared.
 */
export const sizes = ['smallest', 'sandbox', 'tenth', 'million'] as const;
export type Size = (typeof sizes)[number];

/** Fills a sandbox's database: by default with a million sessions and what belongs to them. */
export function fill(cluster: string, amounts: readonly string[] = []): void {
  const words = [join(root, 'scripts/trials/fill.ts'), '--cluster', cluster, ...amounts];
  const { status } = spawnSync(join(root, 'bin/node'), words, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`the sandbox could not be filled (exit ${status})`);
}

/** What is put into the database of a sandbox. */
const filled: Readonly<Partial<Record<Size, readonly string[]>>> = {
  tenth: ['--sessions', '100000', '--users', '5000', '--folders', '10000'],
  million: [],
};

/** A sandbox of a size with runs and receipts of its own, so that nothing is known of it but what is measured here. */
export async function withSandbox<T>(
  { at, size = 'sandbox' }: { readonly at: string; readonly size?: Size },
  act: (cluster: string, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-bench-'));
  // Where all of baiup's is in one place, only what can be made again stays there.
  const home = process.env['BAIUP_HOME'];
  if (home) await symlink(join(home, 'cache'), join(folder, 'cache'));
  const name = home ? 'BAIUP_HOME' : 'XDG_STATE_HOME';
  const before = process.env[name];
  process.env[name] = folder;
  try {
    const { cluster } = await baiupJson<SandboxUp>(['sandbox', 'up', '--at', at]);
    const amounts = filled[size];
    if (amounts) fill(cluster, amounts);
    return await act(cluster, folder);
  } finally {
    await baiupJson(['sandbox', 'down'], { anyEnd: true });
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
    await rm(folder, { recursive: true, force: true });
  }
}
