import { sectionsOfHop } from '../../core/catalog/changelog/sections-of-hop.ts';
import type { Hop } from '../../core/path/path.ts';
import type { PlannedChange } from '../../core/plan/plan.ts';
import { loadChangelog } from '../discovery/load-changelog.ts';

/**
 * For each hop what its operator must read of the changelog; nothing where none was given.
 * @throws BaiupError those of `loadChangelog`
 */
export async function changesToRead(
  hops: readonly Hop[],
  source: string | undefined,
): Promise<readonly (readonly PlannedChange[])[]> {
  if (source === undefined) return [];
  const told = await loadChangelog(source, []);
  return hops.map(({ from, to }) =>
    sectionsOfHop(told, from, to)
      .filter(({ urgent }) => urgent)
      .flatMap(({ title, entries }) => entries.map(({ version, text }) => ({ version, title, text }))),
  );
}
