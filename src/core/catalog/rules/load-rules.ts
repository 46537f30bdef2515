import { makeRule } from './make-rule.ts';
import type { Rule, RuleText } from './rule.ts';
import texts from './rules.generated.json' with { type: 'json' };

let rules: readonly Rule[] | undefined;

/** The committed rules: the YAML files of this folder, checked and put together by `scripts/rules.ts`. */
export function loadRules(): readonly Rule[] {
  rules ??= (texts as unknown as readonly RuleText[]).map(makeRule);
  return rules;
}
