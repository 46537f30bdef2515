import type { Version } from '../../versions/version.ts';
import type { Rule } from './rule.ts';

/** What rules are judged by: one hop, with what it does to the database. */
export interface JudgedHop {
  readonly from: Version;
  readonly to: Version;
  readonly kind: 'minor' | 'major';
  readonly route: { readonly kind: string; readonly run: readonly string[] };
}

/** Whether a rule names both ends. Tombstones speak of a release, so never of a hop. */
function names(rule: Rule, { from, to }: JudgedHop): boolean {
  return rule.kind !== 'tombstone' && rule.to.has(to) && rule.from.has(from);
}

/** Whether a rule that names both ends speaks of a hop. */
function speaksOf(rule: Rule, { kind, route }: JudgedHop): boolean {
  if (rule.hop !== undefined && rule.hop !== kind) return false;
  if (rule.routes !== undefined && !rule.routes.includes(route.kind)) return false;
  return rule.revisions === undefined || rule.revisions.some((id) => route.run.includes(id));
}

/** The risks and manual steps of a hop, in the order in which they are written. */
export function rulesOfHop(rules: readonly Rule[], hop: JudgedHop): readonly Rule[] {
  return rules.filter((rule) => names(rule, hop) && speaksOf(rule, hop));
}
