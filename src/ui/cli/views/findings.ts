import type { Finding, Severity } from '../../../lib/finding.ts';
import { shortList } from '../../../lib/short-list.ts';
import { visible } from '../../../lib/visible.ts';
import { fewOfEach, moreText } from './few-of-each.ts';
import { under } from './under.ts';

const mark: Record<Severity, string> = { blocker: '✗', warning: '!', info: '·' };
const order: Record<Severity, number> = { blocker: 0, warning: 1, info: 2 };

/** Whose rule it is, before its source. */
const owners: Readonly<Record<string, string>> = {
  page: 'rule of the page; ',
  index: 'said by the index; ',
  history: 'said by the histories; ',
  risk: 'recorded risk; ',
  manual: 'recorded step; ',
};

/**
 * Findings, what must be fixed first, one thought a line: code and summary, then detail, source and what to do next, indented. Of many with the
 * same code only the first few are told in full.
 */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = findings.reduce((most, { code }) => Math.max(most, code.length), 0);
  const pad = ' '.repeat(width + 5);
  const sorted = findings.toSorted((a, b) => order[a.severity] - order[b.severity]);
  return fewOfEach(sorted, ({ code, severity }) => `${severity} ${code}`).flatMap(({ item, more }) => [
    under(`  ${mark[item.severity]} ${item.code.padEnd(width)} `, item.summary),
    ...(item.detail ? [under(pad, item.detail)] : []),
    ...(item.source ? [`${pad}${owners[item.origin ?? ''] ?? ''}source: ${item.source}`] : []),
    ...(item.hint ? [under(pad, item.hint)] : []),
    ...(more.length > 0
      ? [`${pad}${moreText(more.length)}: ${visible(shortList(more.map(({ subject }) => subject)))}`]
      : []),
  ]);
}
