import type { ReleaseRow } from '../../../app/actions/releases.ts';
import type { Paint } from '../paint.ts';

interface ReleasesView {
  readonly line?: string | undefined;
  /** Whether risks are named, not counted. */
  readonly verbose: boolean;
}

function risksText(risks: readonly string[], verbose: boolean): string {
  if (verbose) return `risks: ${risks.join(', ')}`;
  return `${risks.length} known risk${risks.length === 1 ? '' : 's'}`;
}

function notes({ withdrawn, heads, risks }: ReleaseRow, verbose: boolean): string {
  return [
    ...(withdrawn === null ? [] : [`withdrawn: ${withdrawn}`]),
    ...(heads.length === 1 ? [] : [heads.length === 0 ? 'no migration scripts' : `${heads.length} heads`]),
    ...(risks.length === 0 ? [] : [risksText(risks, verbose)]),
  ].join('; ');
}

/** Releases as an operator reads them: one a line, with when, for which Python, and what is wrong with it. */
export function releasesText(
  rows: readonly ReleaseRow[],
  { line, verbose }: ReleasesView,
  paint: Paint,
): string {
  if (rows.length === 0) return `Nothing is published${line === undefined ? '' : ` of line ${line}`}.`;
  const width = Math.max(...rows.map(({ version }) => version.length));
  return rows
    .map((row) => {
      const version = paint(row.withdrawn === null ? 'bold' : 'dim', row.version.padEnd(width));
      return `${version}  ${row.published.slice(0, 10)}  Python ${row.python}  ${notes(row, verbose)}`.trimEnd();
    })
    .join('\n');
}
