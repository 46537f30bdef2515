import type { Finding, Severity } from '../../../lib/finding.ts';
import { shortList } from '../../../lib/short-list.ts';
import { fewOfEach, moreText } from './few-of-each.ts';

const mark: Record<Severity, string> = { blocker: '✗', warning: '!', info: '·' };

/** Whose rule it is, before its source. */
const owners: Readonly<Record<string, string>> = {
  page: 'rule of the page; ',
  index: 'said by the index; ',
  history: 'said by the histories; ',
  risk: 'recorded risk; ',
  manual: 'recorded step; ',
};

/**
 * Findings one thought a line: code and summary, then detail, source and what to do next, indented. Of many with the
 * same code only the first few are told in full.
 */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = findings.reduce((most, { code }) => Math.max(most, code.length), 0);
  const pad = ' '.repeat(width + 5);
  return fewOfEach(findings, ({ code, severity }) => `${severity} ${code}`).flatMap(({ item, more }) => [
    `  ${mark[item.severity]} ${item.code.padEnd(width)} ${item.summary}`,
    ...(item.detail ? [`${pad}${item.detail}`] : []),
    ...(item.source ? [`${pad}${owners[item.origin ?? ''] ?? ''}source: ${item.source}`] : []),
    ...(item.hint ? [`${pad}${item.hint}`] : []),
    ...(more.length > 0
      ? [`${pad}${moreText(more.length)}: ${shortList(more.map(({ subject }) => subject))}`]
      : []),
  ]);
}
