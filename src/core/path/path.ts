import type { Finding } from '../../lib/finding.ts';
import type { Rule } from '../catalog/rules/rule.ts';
import type { Route } from '../schema/route.ts';
import type { Version } from '../versions/version.ts';

/** page: the vendor's rules to the letter. schema: also what the page forbids but the revision graphs carry. */
export const policies = ['page', 'schema'] as const;
export type Policy = (typeof policies)[number];

/** One upgrade in one outage; minor stays within a line. */
export interface Hop {
  readonly from: Version;
  readonly to: Version;
  readonly kind: 'minor' | 'major';
  readonly route: Route;
  /** A blocker refuses the hop. */
  readonly findings: readonly Finding[];
  /** Why the path halts at `to`, in a few words. */
  readonly why: string;
}

/** A chain of hops as searched for, or as judged. It may be taken when neither it nor a hop has a blocker. */
export interface Path {
  readonly from: Version;
  readonly to: Version;
  readonly policy: Policy;
  readonly hops: readonly Hop[];
  readonly findings: readonly Finding[];
}

export interface PathOptions {
  /** `page` unless told. */
  readonly policy?: Policy;
  /** ISO 8601: as if releases published after it did not exist; a day alone includes that day. */
  readonly asOf?: string;
  /** Codes of tombstones: what keeps a release from running is fixed in the operator's own build. */
  readonly accept?: readonly string[];
  /** Rows of a cluster's `alembic_version`: where its database stands, of a release that has no history itself. */
  readonly stands?: readonly string[];
  /** The command that asks: what hints say to type next. `path` unless told. */
  readonly command?: 'path' | 'plan';
  /** The committed rules unless told. */
  readonly rules?: readonly Rule[];
}
