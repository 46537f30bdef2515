import type { Version } from '../../versions/version.ts';
import type { Rule } from './rule.ts';

/** The rules that name a version as the end of a hop, and those that name it as its start. */
interface Named {
  readonly to: readonly Rule[];
  readonly from: ReadonlySet<Rule>;
}

const known = new WeakMap<readonly Rule[], Map<Version, Named>>();

/** What the ranges of these rules say of a version; worked out once for each list of rules. */
export function rulesByVersion(rules: readonly Rule[], version: Version): Named {
  const versions = known.get(rules) ?? new Map<Version, Named>();
  known.set(rules, versions);
  const before = versions.get(version);
  if (before) return before;
  const named = {
    to: rules.filter(({ to }) => to.has(version)),
    from: new Set(rules.filter(({ from }) => from.has(version))),
  };
  versions.set(version, named);
  return named;
}
