import type { RuleText } from '../../src/core/catalog/rules/rule.ts';

/** The text of `rules.generated.json`: a rule a line, so that a change is readable. */
export function rulesText(rules: readonly RuleText[]): string {
  return `[\n${rules.map((rule) => JSON.stringify(rule)).join(',\n')}\n]\n`;
}
