import { asOf } from '../catalog/as-of.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { isStop } from '../catalog/is-stop.ts';
import type { Release } from '../catalog/release.ts';
import { loadRules } from '../catalog/rules/load-rules.ts';
import type { Rule } from '../catalog/rules/rule.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Line } from '../versions/version.ts';
import type { PathOptions, Policy } from './path.ts';

/** What hops are judged by. */
export interface Rulebook {
  readonly policy: Policy;
  readonly asOf?: string;
  readonly command: 'path' | 'plan';
  /** Rows of a cluster's `alembic_version`, where there are any. */
  readonly stands: readonly string[];
  /** Every release ever: a cluster may stand on any of them. */
  readonly catalog: Catalog;
  /** Risks, manual steps and tombstones. */
  readonly rules: readonly Rule[];
  /** Those that may refuse a hop or count against it; the others only have to be known. */
  readonly weights: readonly Rule[];
  readonly tombstones: readonly Rule[];
  /** Releases that an upgrade may halt at, oldest first: published by the date, final, not withdrawn, no tombstone. */
  readonly stops: readonly Release[];
  /** The latest stop of a line. */
  readonly exits: ReadonlyMap<Line, Release>;
  /** The lines that have one, in order. */
  readonly lines: readonly Line[];
}

/** A release that cannot run as published is no place to halt, unless its operator says by name that theirs is fixed. */
function fixed(rule: Rule, accept: readonly string[]): Rule {
  return rule.onlyRunning && accept.includes(rule.id) ? { ...rule, severity: 'warning' } : rule;
}

export function rulebook(catalog: Catalog, options: PathOptions): Rulebook {
  const { policy = 'page', asOf: date, accept = [], stands = [], command = 'path' } = options;
  const { rules: given = loadRules() } = options;
  const rules = given.map((rule) => fixed(rule, accept));
  const visible = date === undefined ? catalog : asOf(catalog, date);
  const weights = rules.filter(({ severity }) => severity !== 'info');
  const tombstones = rules.filter(({ kind }) => kind === 'tombstone');
  const buried = ({ version }: Release) =>
    tombstones.some(({ severity, to }) => severity === 'blocker' && to.has(version));
  const stops = visible.releases.filter((release) => isStop(release) && !buried(release));
  const exits = new Map(stops.map((release) => [lineOf(release.version), release]));
  const lines = [...exits.keys()].sort();
  return {
    policy,
    command,
    stands,
    catalog,
    rules,
    weights,
    tombstones,
    stops,
    exits,
    lines,
    ...(date === undefined ? {} : { asOf: date }),
  };
}
