import type { Host } from '../../io/hosts/port.ts';
import type { FoundFile } from './find-files.ts';

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * Removes sockets that no process listens on. By their names, not their paths: a process may have bound one by another
 * path to the same folder.
 * @returns the paths of those that were removed
 */
export async function sweepSockets(host: Host, sockets: readonly FoundFile[]): Promise<readonly string[]> {
  if (sockets.length === 0) return [];
  const open = await host.readText('/proc/net/unix');
  // Without that list nobody knows who listens.
  if (open === undefined) return [];
  const used = new Set(open.split('\n').map((line) => nameOf(line.trim())));
  const stale = sockets.map(({ path }) => path).filter((path) => !used.has(nameOf(path)));
  await Promise.all(stale.map((path) => host.remove(path)));
  return stale;
}
