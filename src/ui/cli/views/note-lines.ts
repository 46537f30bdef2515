import type { Path } from '../../../core/path/path.ts';
import { findingLines } from './findings.ts';
import { hopsText, type Note, pathNotes } from './path-notes.ts';

/** Of more optional steps than this only their number is told. */
const mostOptional = 8;

function section(title: string, lines: readonly string[]): string[] {
  return lines.map((line, index) => `  ${(index === 0 ? title : '').padEnd(9)} ${line}`);
}

function manual({ finding, hops }: Note): string {
  const optional = finding.severity === 'info' ? ', optional' : '';
  return `${finding.summary} (${hopsText(hops)}${optional})`;
}

function risk({ finding, hops }: Note): string {
  const handled = finding.handled === undefined ? '' : `; ${finding.handled}`;
  return `${finding.code} (${hopsText(hops)}): ${finding.summary}${handled}`;
}

/** Manual steps and risks below a path, a line each; all of them in full, with reasons and sources, when verbose. */
export function noteLines(path: Pick<Path, 'hops'>, verbose = false): string[] {
  const { manual: steps, risks, settled } = pathNotes(path);
  if (verbose) {
    const parts: readonly [string, readonly Note[]][] = [
      ['Manual steps', steps],
      ['Risks', risks],
      ['Handled by baiup, or only to know', settled],
    ];
    return parts.flatMap(([title, notes]) =>
      notes.length === 0
        ? []
        : [
            '',
            `  ${title}`,
            ...findingLines(
              notes.map(({ finding, hops }) => ({
                ...finding,
                detail: `${hopsText(hops)}: ${finding.detail}`,
              })),
            ),
          ],
    );
  }
  const more =
    settled.length > 0
      ? [`${settled.length} more need nothing from you: --verbose shows them, with reasons and sources`]
      : [];
  const optional = steps.filter(({ finding }) => finding.severity === 'info');
  const shown = optional.length > mostOptional ? steps.filter((note) => !optional.includes(note)) : steps;
  const others =
    shown.length < steps.length ? [`${optional.length} more optional steps: --verbose shows them`] : [];
  const lines = [
    ...section('Manual', [...shown.map(manual), ...others]),
    ...section('Risks', [...risks.map(risk), ...more]),
  ];
  return lines.length > 0 ? ['', ...lines] : [];
}
