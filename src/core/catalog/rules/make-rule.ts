import { parseRange } from '../../versions/version-range.ts';
import type { Rule, RuleText } from './rule.ts';

/** A rule as judged by. @throws BaiupError `version.malformed` for a range that is none */
export function makeRule(text: RuleText): Rule {
  return { ...text, from: parseRange(text.from), to: parseRange(text.to) };
}
