import { keepsData } from '../../core/path/keeps-data.ts';
import type { Hop } from '../../core/path/path.ts';
import type { Finding } from '../../lib/finding.ts';

/**
 * Hops that no plan carries out: their database would have to go back along the old history first. Some downgrades
 * fail and all lose data (recorded trials of the vendor's own), so a path may name such a way, and a plan refuses it.
 */
export function goesBack(hops: readonly Hop[]): Finding[] {
  return hops
    .filter((hop) => !keepsData(hop))
    .map(({ from, to, route }) => ({
      code: 'schema.goes-back',
      severity: 'blocker',
      subject: `${from} → ${to}`,
      summary: `the database of ${from} has revisions that ${to} has never heard of (${route.orphans.join(', ')}); it would have to go back to ${route.rejoinAt} and lose their data`,
      hint: `choose a release whose history knows them: baiup schema route ${from} TO`,
      source: 'revision graphs of both releases',
    }));
}
