import type { Finding, Severity } from '../../../lib/finding.ts';

const mark: Record<Severity, string> = { blocker: '✗', warning: '!', info: '·' };

/** Whose rule it is, before its source. */
const owners: Readonly<Record<string, string>> = {
  page: 'rule of the page; ',
  index: 'said by the index; ',
  history: 'said by the histories; ',
  risk: 'recorded risk; ',
  manual: 'recorded step; ',
};

/** Findings one thought a line: code and summary, then detail, source and what to do next, indented. */
export function findingLines(findings: readonly Finding[]): string[] {
  const width = Math.max(0, ...findings.map(({ code }) => code.length));
  const pad = ' '.repeat(width + 5);
  return findings.flatMap(({ severity, code, summary, detail, source, hint, origin }) => [
    `  ${mark[severity]} ${code.padEnd(width)} ${summary}`,
    ...(detail ? [`${pad}${detail}`] : []),
    ...(source ? [`${pad}${owners[origin ?? ''] ?? ''}source: ${source}`] : []),
    ...(hint ? [`${pad}${hint}`] : []),
  ]);
}
