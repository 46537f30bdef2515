import type { ConfigurationEdit } from '../../configuration/edit.ts';
import type { VersionRange } from '../../versions/version-range.ts';
import type { KeyMove } from './key-move.ts';

/**
 * risk: what may go wrong. manual: what an operator has to do, manually where no step is named. tombstone: a release
 * that is kept and known, but is no place to halt (blocker) or one to know something of.
 */
export const ruleKinds = ['risk', 'manual', 'tombstone'] as const;
type RuleKind = (typeof ruleKinds)[number];

/** When a manual step is due: between stop and start, or once service is back. */
export const whens = ['stopped', 'back'] as const;

/** seen: on real packages or in their files. simulated: with stubs. inferred: read out of code or a changelog. */
export const evidences = ['seen', 'simulated', 'inferred'] as const;

/** One reviewed rule about releases as it is written; judged on a hop by both ends, and by what the hop does. */
export interface RuleText {
  /** Permanent: risks are accepted by it. */
  readonly id: string;
  readonly kind: RuleKind;
  /** Ranges of versions: the hop starts in one and ends in the other. `<X` and `>=X` together mean that it crosses X. */
  readonly from: string;
  readonly to: string;
  /** Only hops of this kind. */
  readonly hop?: 'minor' | 'major';
  /** Only hops whose database route is of one of these kinds. */
  readonly routes?: readonly string[];
  /** Only hops that run one of these revisions. */
  readonly revisions?: readonly string[];
  readonly components: readonly string[];
  /** A manual step of severity info may be left out. */
  readonly severity: 'blocker' | 'warning' | 'info';
  readonly title: string;
  readonly why: string;
  readonly remedy: string;
  readonly source: string;
  readonly evidence: (typeof evidences)[number];
  /** First releases without it; a risk or tombstone names some or is `open`. */
  readonly fixedIn?: readonly string[];
  readonly open?: true;
  /** Code of the check that detects it. */
  readonly check?: string;
  /** Kind of the step that takes care of it; without one (and without `handled`) it is manual. */
  readonly step?: string;
  /** How baiup takes care of it, in a few words. */
  readonly handled?: string;
  /** The release that such a hop ends in has to run before the database goes on: a stop of several hops ends there. */
  readonly runsBetween?: true;
  /** A tombstone of what keeps a release from running as published: accepted by its id where a fixed build is at hand. */
  readonly onlyRunning?: true;
  /** Keys of etcd that the step `configstore.edit` moves, where the cluster has any of them. */
  readonly keys?: readonly KeyMove[];
  /** When a manual step is due: while everything is stopped, or once service is back; before the stop unless told. */
  readonly when?: (typeof whens)[number];
  /** A manual step that baiup takes where the cluster declares all of these components; manually elsewhere. */
  readonly where?: readonly string[];
  /** What changes in the configuration files of its components. */
  readonly edits?: readonly ConfigurationEdit[];
}

/** A rule with its ranges read. */
export interface Rule extends Omit<RuleText, 'from' | 'to'> {
  readonly from: VersionRange;
  readonly to: VersionRange;
}
