import type { Finding } from '../../lib/finding.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Release } from '../catalog/release.ts';
import { standIn } from '../catalog/stand-in.ts';
import { graphOf } from '../schema/graph.ts';
import { lostHistory, routeFromLost } from '../schema/lost-history.ts';
import { routeBetween, routeFrom } from '../schema/route.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { findPath } from './find-path.ts';
import type { Hop, PathOptions } from './path.ts';

/** The database of a cluster whose members have several versions, on its way to where they meet. */
export interface MixedDatabase {
  /** What it has to go through; none where it is there already. */
  readonly hops: readonly Hop[];
  /** A blocker where the histories do not tell the way. */
  readonly findings: readonly Finding[];
}

interface Mixed {
  /** The oldest version among the components: what a manual upgrade began at. */
  readonly oldest: Version;
  readonly versions: readonly Version[];
  readonly meet: Release;
}

const histories = { source: 'revision graphs of the releases', origin: 'history' } as const;

function refused(meet: Version, why: string): MixedDatabase {
  return {
    hops: [],
    findings: [
      {
        code: 'mixed-database',
        severity: 'blocker',
        subject: meet,
        summary: `no plan can bring this database to ${meet}: ${why}`,
        hint: 'bring it manually to the head of one of the installed releases, or restore what was saved before',
        ...histories,
      },
    ],
  };
}

/** The release whose head the database is at: one that is installed, else the newest up to where they meet. */
function standsAt(catalog: Catalog, { versions, meet }: Mixed, row: string): Release | undefined {
  const at = catalog.releases.filter(
    ({ version, schema }) =>
      schema.heads.length === 1 && schema.heads[0] === row && compareVersions(version, meet.version) <= 0,
  );
  return at.findLast(({ version }) => versions.includes(version)) ?? at.at(-1);
}

/** A manual `alembic upgrade head` may have skipped revisions, and the single row cannot tell. */
function skipped(catalog: Catalog, { oldest }: Mixed, at: Release): Finding[] {
  const from = standIn(catalog, oldest);
  if (!from || compareVersions(at.version, oldest) <= 0) return [];
  const { fill } = routeBetween(from, at);
  if (fill.length === 0) return [];
  return [
    {
      code: 'mixed-skipped-revisions',
      severity: 'warning',
      subject: `${oldest} → ${at.version}`,
      summary: `the database is at ${at.version} already; \`alembic upgrade head\` from ${oldest} skips ${fill.length} revisions in silence`,
      detail: `alembic_version does not tell whether ${fill.join(', ')} ran; the proof compares the structure, not the data`,
      hint: 'accept it if they were run manually; else restore what was saved before, and let baiup upgrade it',
      ...histories,
    },
  ];
}

/** A manual migration that stopped between two heads: what is left of the one way there was. */
function between(catalog: Catalog, { oldest, meet }: Mixed, row: string): MixedDatabase {
  const [from, lost] = [standIn(catalog, oldest), lostHistory(oldest)];
  const whole = lost ? routeFromLost(lost, meet) : from && routeBetween(from, meet);
  if (whole?.kind !== 'upgrade' || !whole.run.includes(row)) {
    return refused(
      meet.version,
      `it is at ${row}, which is not the head of any release on the way from ${oldest}`,
    );
  }
  const graph = graphOf(meet);
  const route = routeFrom({ applied: [row], graph }, graph);
  const kind = lineOf(oldest) === lineOf(meet.version) ? 'minor' : 'major';
  const why = `what is left of the migration from ${oldest}`;
  return { hops: [{ from: oldest, to: meet.version, kind, route, findings: [], why }], findings: [] };
}

/** Within a line the last release's migrator does all at once, where nothing would be lost. */
function direct({ version: from, schema }: Release, meet: Release): MixedDatabase | undefined {
  const route = routeBetween({ schema }, meet);
  const { version: to } = meet;
  if (lineOf(from) !== lineOf(to) || route.kind === 'rejoin' || route.kind === 'blocked') return undefined;
  const why = `the database is still at the head of ${from}`;
  return { hops: [{ from, to, kind: 'minor', route, findings: [], why }], findings: [] };
}

/**
 * The way of the database to the version where all members meet, by what `alembic_version` really holds.
 * @param revisions rows of `alembic_version`
 */
export function mixedDatabase(
  catalog: Catalog,
  mixed: Mixed,
  revisions: readonly string[],
  options: PathOptions,
): MixedDatabase {
  const { meet } = mixed;
  const [row, ...others] = revisions;
  if (row === undefined) return refused(meet.version, 'alembic_version is empty');
  if (others.length > 0) return refused(meet.version, `alembic_version holds ${revisions.join(', ')}`);
  const at = standsAt(catalog, mixed, row);
  if (at?.schema === meet.schema || meet.schema.heads[0] === row)
    return { hops: [], findings: skipped(catalog, mixed, meet) };
  if (at === undefined) {
    const newer = catalog.releases.find(({ schema }) => schema.heads.length === 1 && schema.heads[0] === row);
    if (!newer) return between(catalog, mixed, row);
    return refused(meet.version, `it is at the head of ${newer.version}, newer than every member`);
  }
  const { hops, findings } = direct(at, meet) ?? findPath(catalog, at.version, meet.version, options);
  return { hops, findings: [...findings, ...skipped(catalog, mixed, at)] };
}
