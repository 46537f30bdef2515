import type { Version } from '../../versions/version.ts';
import type { Rule } from './rule.ts';

/** What is to be known of a release before halting at it; a blocker means that it is no place to halt. */
export function tombstonesOf(rules: readonly Rule[], version: Version): readonly Rule[] {
  return rules.filter(({ kind, to }) => kind === 'tombstone' && to.has(version));
}
