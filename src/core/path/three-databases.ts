import type { Finding } from '../../lib/finding.ts';
import type { Release } from '../catalog/release.ts';
import { lostHistory, routeFromLost } from '../schema/lost-history.ts';
import type { Version } from '../versions/version.ts';

/**
 * What the database of a release without migrations may be, and what each needs; which it is, where the cluster's was
 * asked.
 * @param stands rows of the cluster's `alembic_version`; none where no cluster was asked, or there are none
 */
export function threeDatabases(
  from: Version,
  target: Release | undefined,
  stands: readonly string[] = [],
): Finding[] {
  const lost = lostHistory(from);
  if (!lost || !target) return [];
  const { before, made } = lost;
  const source = `the wheel of ${from}, and the vendor's tag of it`;
  const common = { code: 'database-without-history', subject: from, source, origin: 'history' } as const;
  const told = (summary: string): Finding => ({ ...common, severity: 'info', summary });
  const follow = (row: string) =>
    `${routeFromLost(lost, target, [row]).run.length} revisions follow up to ${target.version}`;
  const [row] = stands;
  if (row === made) return [told(`the database is marked as one of ${from} (${made}): ${follow(made)}`)];
  if (row === before.head)
    return [told(`the database is still at the head of ${before.version} (${row}): ${follow(row)}`)];
  const written = (mark: string) => `the check writes ${mark}, and ${follow(mark)}`;
  return [
    {
      ...common,
      severity: 'warning',
      summary: `${from} has no migrations, so its database is one of three: baiup plan reads which`,
      hint: `on the cluster: baiup check ${target.version} --fix database.unmarked`,
    },
    told(
      `still at the head of ${before.version}: alembic_version holds ${before.head}, and ${follow(before.head)}`,
    ),
    told(
      `emptied mark: alembic_version has no row, and the tables are those of ${before.version}; ${written(before.head)}`,
    ),
    told(
      `fresh by models: there is no alembic_version, and the tables are those of ${from}; ${written(made)}`,
    ),
  ];
}
