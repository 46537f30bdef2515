import type { EntryPoints } from './release.ts';

/** Programs on the PATH, and the vendor's own group for commands of `backend.ai`. */
const groups = ['console_scripts', 'backendai_cli_v10'];

/** The groups that baiup looks at in a wheel's `entry_points.txt`; undefined where it has neither. */
export function parseEntryPoints(text: string): EntryPoints | undefined {
  const found = new Map<string, [string, string][]>();
  let group: string | undefined;
  for (const line of text.split('\n').map((each) => each.trim())) {
    const header = /^\[(.+)\]$/.exec(line)?.[1]?.trim();
    if (header !== undefined) group = groups.includes(header) ? header : undefined;
    const [, name, target] = /^([^=#;]+?)\s*=\s*(.+)$/.exec(line) ?? [];
    if (group === undefined || header !== undefined || name === undefined || target === undefined) continue;
    found.set(group, [...(found.get(group) ?? []), [name, target]]);
  }
  if (found.size === 0) return undefined;
  const sorted = <T>(entries: Iterable<[string, T]>) =>
    Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted([...found].map(([name, entries]) => [name, sorted(entries)]));
}
