import type { CensusDifference, CensusDifferenceKind } from './difference.ts';

/** What a revision of the vendor's does to rows by intent. */
export interface Explained {
  readonly among: string;
  readonly kinds: readonly CensusDifferenceKind[];
  /** Of cells: those that it changes. */
  readonly columns?: readonly string[];
  /** Of rows: those with these keys; any unless told. */
  readonly only?: readonly string[];
  /** Any of them explains it. */
  readonly revisions: readonly string[];
  readonly reason: string;
  readonly source: string;
}

const tried = 'trials on real packages';

/** Data. An entry says what a right migration does on every database, never what one did to some rows. */
const all: readonly Explained[] = [
  {
    among: 'table vfolder_attachment',
    kinds: ['rows-fewer'],
    revisions: ['b6b884fbae1f'],
    reason:
      'main kernels get new ids, and what was attached to the old ones goes; no release reads this table',
    source: `revision b6b884fbae1f; ${tried}, 22.09.23 → 23.03.12`,
  },
  {
    among: 'projects',
    kinds: ['row-extra'],
    revisions: ['308bcecec5c2'],
    reason: 'the domain "default" gets a project for models',
    source: `revision 308bcecec5c2; ${tried}, 23.09.10 → 24.03.11`,
  },
  {
    among: 'members of projects',
    kinds: ['row-extra'],
    revisions: ['308bcecec5c2'],
    reason: 'users of the domain "default" become members of its project for models',
    source: `revision 308bcecec5c2; ${tried}, 23.09.10 → 24.03.11`,
  },
  {
    among: 'folders',
    kinds: ['cell-other'],
    columns: ['status'],
    revisions: ['5ba7fde56ddb', '7ff52ff68bfc'],
    reason: 'the states of a folder that is deleted get other names',
    source: `revisions 5ba7fde56ddb and 7ff52ff68bfc; ${tried}, 23.09.10 → 24.03.11`,
  },
  {
    among: 'resource groups',
    kinds: ['cell-other'],
    columns: ['scheduler_opts'],
    revisions: ['c4b7ec740b36'],
    reason: 'how agents are selected moves to an option of its own',
    source: `revision c4b7ec740b36; ${tried}, 24.03.11 → 24.09.4`,
  },
  {
    among: 'registries',
    kinds: ['row-extra'],
    revisions: ['1d42c726d8a3', '7c8501cec07b'],
    reason: 'images without a registry get one, called "local"',
    source: `revision 1d42c726d8a3; ${tried}, 24.03.11 → 24.09.4`,
    only: ['local'],
  },
  {
    among: 'etcd config/docker/registry',
    kinds: ['rows-gone', 'row-missing'],
    revisions: ['1d42c726d8a3'],
    reason: 'registries move from etcd to the database',
    source: 'revision 1d42c726d8a3',
  },
];

/** @param revisions those that ran */
export function explains(
  { among, kind, column, key = '' }: CensusDifference,
  revisions: ReadonlySet<string>,
): Explained | undefined {
  return all.find(
    (each) =>
      each.among === among &&
      each.kinds.includes(kind) &&
      (each.only?.includes(key) ?? true) &&
      (column === undefined || (each.columns?.includes(column) ?? false)) &&
      each.revisions.some((id) => revisions.has(id)),
  );
}

/** Of the revisions that run, those that explain something. */
export function explaining(revisions: Iterable<string>): string[] {
  const known = new Set(all.flatMap((each) => each.revisions));
  return [...new Set(revisions)].filter((id) => known.has(id));
}
