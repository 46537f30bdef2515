import type { PathAnswer } from '../../../app/actions/path.ts';
import { chainText } from '../../../core/path/chain-text.ts';
import type { Hop, Path } from '../../../core/path/path.ts';
import type { WhyStop } from '../../../core/path/why-stop.ts';
import { blockers, type Finding } from '../../../lib/finding.ts';
import type { Paint } from '../paint.ts';
import { databaseText } from './database-text.ts';
import { findingLines } from './findings.ts';
import { noteLines } from './note-lines.ts';

/** What stays with its hop: rules of page, index and history. Risks and steps are gathered below the path. */
const ofThePath = ({ origin }: Finding): boolean => origin !== 'risk' && origin !== 'manual';

function hopLines(hop: Hop, index: number, widths: readonly [number, number], paint: Paint): string[] {
  const ends = `${hop.from.padEnd(widths[0])} → ${hop.to.padEnd(widths[1])}`;
  const head = `  ${index + 1}  ${paint('bold', ends)}   ${hop.kind}   `;
  const pad = ' '.repeat(`  ${index + 1}  ${ends}   `.length);
  return [
    `${head}${hop.why}`,
    `${pad}database: ${databaseText(hop)}`,
    ...findingLines(hop.findings.filter(ofThePath)).map((line) => `${pad.slice(4)}${line}`),
  ];
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

function whyLines({ version, onPath, reason, findings }: WhyStop, paint: Paint): string[] {
  return [
    '',
    `  ${paint('bold', `Why ${onPath ? '' : 'not '}${version}`)}   ${reason}`,
    ...findingLines(findings),
  ];
}

export interface PathView {
  /** Whether the chain itself was asked about. */
  readonly exact: boolean;
  /** Whether every risk is told in full. */
  readonly verbose?: boolean;
}

/** A path as an operator reads it: a hop a line with why, then what its database needs; a refusal with a way out. */
export function pathText(answer: PathAnswer, { exact, verbose }: PathView, paint: Paint): string {
  const { path, refused, shorter, why } = answer;
  const asked = why ? whyLines(why, paint) : [];
  if (refused) return [refusedText(path, paint), ...asked].join('\n');
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
    ...noteLines(path, verbose),
    ...asked,
    ...(shorter
      ? [
          '',
          `  Shorter, but not allowed by the page: ${[from, ...shorter].join(' → ')}: baiup path ${from} ${to} --policy schema`,
        ]
      : []),
  ].join('\n');
}
