import type { Version } from '../versions/version.ts';
import { parseRange, type VersionRange } from '../versions/version-range.ts';

/** A revision that goes through or fails by the rows that it meets, and the check that asks the database for them. */
export interface Hazard {
  readonly check: string;
  readonly revision: string;
  /** A revision that sees to such rows, where the hop runs it as well. */
  readonly unless?: string;
  /** A revision without which it goes through: both run in one process, where the other changes the models. */
  readonly after?: string;
  /** Only in these releases. */
  readonly to?: VersionRange;
  /** Half a sentence. */
  readonly fails: string;
}

/** Their shared table `roles` has a column that a later revision makes (vendor change 12537 fixed it). */
const sharedRoles = parseRange('>=26.04.4 <26.04.8 || 26.07.0');

/** 26.04.0 writes to a table that an earlier revision has dropped; 26.04.8, .9, 26.08.0 and .1 to a column that a later one makes. */
const systemRoles = parseRange('26.04.0 || >=26.04.4 <26.04.10 || 26.07.0 || >=26.08.0 <26.08.2');

/** Data: what failed in recorded trials on the rows of the trial, read in the revisions' source. */
const hazards: readonly Hazard[] = [
  {
    check: 'database.kernel-batch',
    revision: 'bedd92de93af',
    to: parseRange('>=22.09.22 <23.03.3'),
    fails: 'where there are no kernels, or 1000, or a multiple of it',
  },
  {
    check: 'database.kernel-role',
    revision: 'bedd92de93af',
    to: parseRange('23.03.11'),
    fails: 'where there are kernels',
  },
  {
    check: 'database.session-single',
    revision: 'b6b884fbae1f',
    after: '5bce905c21e5',
    to: parseRange('>=24.09'),
    fails: 'where there is a session of one kernel',
  },
  {
    check: 'database.session-dependencies',
    revision: 'b6b884fbae1f',
    to: parseRange('>=23.03.0 <23.03.3'),
    fails: 'where a session depends on another',
  },
  {
    check: 'database.endpoints-early',
    revision: '85984c98b90f',
    unless: 'f108628f032b',
    fails: 'where there are rows of model services before any release serves them',
  },
  {
    check: 'database.folder-shared',
    revision: '7h4m7ygnaao1',
    to: parseRange('>=26.03.0 <26.03.3'),
    fails: 'where a folder is shared with somebody',
  },
  {
    check: 'database.session-result-type',
    revision: '1cc9b47e0a8e',
    to: parseRange('>=26.04.0 <26.04.4'),
    fails: 'where results of sessions and of kernels are of two types',
  },
  {
    check: 'database.deployment-variant',
    revision: 'd8e9f0a1b2c3',
    unless: '9229f72fa447',
    fails: 'where a deployment names a runtime variant that is gone, and there is no variant "custom"',
  },
  {
    check: 'database.user-roles',
    revision: '2c9000848b6e',
    to: systemRoles,
    fails: 'where a user has no role of the system',
  },
  {
    check: 'database.project-roles',
    revision: 'e3fb172166dc',
    to: sharedRoles,
    fails: 'where a project has no role for its members',
  },
];

interface Hop {
  readonly to: string;
  readonly route: { readonly run: readonly string[] };
}

/** The revisions of a hop that hang on the database's rows. */
export function hazardsOf({ to, route: { run } }: Hop): readonly Hazard[] {
  return hazards.filter(
    ({ revision, unless, after = revision, to: range }) =>
      run.includes(revision) &&
      run.includes(after) &&
      !(unless && run.includes(unless)) &&
      (range?.has(to as Version) ?? true),
  );
}
