import type { PathAnswer } from '../../../app/actions/path.ts';
import type { Hop, Path } from '../../../core/path/path.ts';
import { blockers, type Finding } from '../../../lib/finding.ts';
import type { Paint } from '../paint.ts';
import { findingLines } from './findings.ts';

/** "database: 16 revisions, fill: `alembic upgrade head` would skip 6 of them in silence". */
function databaseText({ route }: Hop): string {
  const { run, fill, kind } = route;
  const revisions = `${run.length} revision${run.length === 1 ? '' : 's'}`;
  switch (kind) {
    case 'none':
      return 'no change';
    case 'upgrade':
      return `${revisions}, upgrade`;
    case 'fill':
      return fill.length > 0
        ? `${revisions}, fill: \`alembic upgrade head\` would skip ${fill.length} of them in silence`
        : `${revisions}, fill: ${route.why}`;
    case 'rejoin':
      return `back to ${route.rejoinAt}, then ${revisions}, rejoin`;
    case 'blocked':
      return `blocked: ${route.why}`;
    default:
      return kind satisfies never;
  }
}

function hopLines(hop: Hop, index: number, widths: readonly [number, number], paint: Paint): string[] {
  const ends = `${hop.from.padEnd(widths[0])} → ${hop.to.padEnd(widths[1])}`;
  const head = `  ${index + 1}  ${paint('bold', ends)}   ${hop.kind}   `;
  const pad = ' '.repeat(`  ${index + 1}  ${ends}   `.length);
  return [
    `${head}${hop.why}`,
    `${pad}database: ${databaseText(hop)}`,
    ...findingLines(hop.findings).map((line) => `  ${line}`),
  ];
}

function chainText(hops: readonly Hop[]): string {
  const [first] = hops;
  return first ? [first.from, ...hops.map((hop) => hop.to)].join(' → ') : '';
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** Each rule that was broken once, then the ways out, each once. */
function refusalLines(findings: readonly Finding[]): string[] {
  const refusals = blockers(findings);
  const hints = [...new Set(refusals.flatMap(({ hint }) => (hint === undefined ? [] : [hint])))];
  const rules = refusals.map(({ hint: _hint, ...finding }) => finding);
  const ways = hints.map((hint) => (hint.startsWith('baiup ') ? `  Next: ${hint}` : `  ${capital(hint)}`));
  return ['', ...findingLines(rules), ...(ways.length > 0 ? ['', ...ways] : [])];
}

function refusedText({ from, to, hops, findings }: Path, paint: Paint): string {
  const title = `Refused: ${chainText(hops) || `${from} → ${to}`}`;
  const all = [...findings, ...hops.flatMap((hop) => hop.findings)];
  return [paint('red', title), ...refusalLines(all)].join('\n');
}

/** A path as an operator reads it: a hop a line with why, then what its database needs; a refusal with a way out. */
export function pathText({ path, refused, shorter }: PathAnswer, exact: boolean, paint: Paint): string {
  if (refused) return refusedText(path, paint);
  const { from, to, policy, hops, findings } = path;
  if (hops.length === 0) return `Already at ${to}: nothing to do.`;
  const number = `${hops.length} hop${hops.length === 1 ? '' : 's'}`;
  const title = exact ? `Allowed: ${chainText(hops)}` : `${from} → ${to}`;
  const widths = [
    Math.max(...hops.map((hop) => hop.from.length)),
    Math.max(...hops.map((hop) => hop.to.length)),
  ] as const;
  return [
    `${paint('bold', title)}   ${number}, policy: ${policy}`,
    '',
    ...hops.flatMap((hop, index) => hopLines(hop, index, widths, paint)),
    ...(findings.length > 0 ? ['', ...findingLines(findings)] : []),
    ...(shorter
      ? [
          '',
          `  Shorter, not by the page: ${[from, ...shorter].join(' → ')}: baiup path ${from} ${to} --policy schema`,
        ]
      : []),
  ].join('\n');
}
