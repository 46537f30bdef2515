import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baiupJson, root } from '../lib/baiup.ts';
import type { SandboxUp } from '../lib/shapes.ts';

/** `smallest`: a sandbox, measured once. `sandbox`: as it comes up. `million`: with a million sessions and kernels, 50,000 users, 100,000 folders. */
export const sizes = ['smallest', 'sandbox', 'million'] as const;
export type Size = (typeof sizes)[number];

/** Fills a sandbox's database: by default with a million sessions and what belongs to them. */
export function fill(cluster: string, amounts: readonly string[] = []): void {
  const words = [join(root, 'scripts/trials/fill.ts'), '--cluster', cluster, ...amounts];
  const { status } = spawnSync(join(root, 'bin/node'), words, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`the sandbox could not be filled (exit ${status})`);
}

/** A sandbox of a size with runs and receipts of its own, so that nothing is known of it but what is measured here. */
export async function withSandbox<T>(
  { at, size = 'sandbox' }: { readonly at: string; readonly size?: Size },
  act: (cluster: string, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-bench-'));
  const before = process.env['XDG_STATE_HOME'];
  process.env['XDG_STATE_HOME'] = folder;
  try {
    const { cluster } = await baiupJson<SandboxUp>(['sandbox', 'up', '--at', at]);
    if (size === 'million') fill(cluster);
    return await act(cluster, folder);
  } finally {
    await baiupJson(['sandbox', 'down'], { anyEnd: true });
    if (before === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = before;
    await rm(folder, { recursive: true, force: true });
  }
}
