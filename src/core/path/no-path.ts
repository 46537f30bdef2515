import { blockers, type Finding } from '../../lib/finding.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { chainText } from './chain-text.ts';
import { hazardsOf } from './hangs-on-data.ts';
import { judgeHop } from './judge-hop.ts';
import { hopsBeyond } from './nearest-stop.ts';
import type { Hop } from './path.ts';
import type { Rulebook } from './rulebook.ts';
import { search } from './search.ts';

/** The release where the policy's way ends, and what refuses each release after it that the page would allow. */
function deadEnd(book: Rulebook, reached: readonly Version[], to: Version): Finding | undefined {
  const end = reached.reduce<Version | undefined>(
    (last, each) => (last && compareVersions(last, each) > 0 ? last : each),
    undefined,
  );
  if (end === undefined) return undefined;
  const after = book.stops.map(({ version }) => version).filter((each) => compareVersions(end, each) < 0);
  const line = after.map(lineOf).find((each) => each > lineOf(end));
  const next = after.filter((each) => lineOf(each) === lineOf(end));
  const landings = next.length > 0 ? next.slice(0, 1) : after.filter((each) => lineOf(each) === line);
  const tried = landings.length > 0 ? landings : [to];
  const refusals = tried.flatMap((each) =>
    blockers(judgeHop(book, end, each, each === to).findings).slice(0, 1),
  );
  return refusals.at(-1);
}

/** What of the page a way breaks, and what an operator types to have it judged. */
function withCommand(way: readonly Hop[], { policy }: Rulebook): string {
  const broken = way.flatMap(({ findings }) => findings.filter(({ origin }) => origin === 'page'));
  const codes = [...new Set(broken.filter(({ severity }) => severity === 'warning').map(({ code }) => code))];
  const against = codes.length > 0 ? `, against ${codes.join(' and ')} of the page` : '';
  const checks = [...new Set(way.flatMap((hop) => hazardsOf(hop).map(({ check }) => check)))];
  const asked =
    checks.length > 0 ? `, if ${checks.join(' and ')} ${checks.length > 1 ? 'find' : 'finds'} nothing` : '';
  const chain = [way[0]?.from, ...way.map((hop) => hop.to)].join(' ');
  const flags = codes.length > 0 || policy === 'schema' ? ' --exact --policy schema' : ' --exact';
  return `${chainText(way)}${against}${asked}: baiup path ${chain}${flags}`;
}

/** The nearest way where the policy leaves none; else how far one gets below, and the first release beyond. */
function hintOf(book: Rulebook, from: Version, to: Version, reached: readonly Version[]): string {
  const bySchema: Rulebook = { ...book, policy: 'schema' };
  // Near the page: the way that skips the least of what the page would not skip.
  const way = book.policy === 'page' ? search(bySchema, from, to, { nearThePage: true }).hops : undefined;
  if (way) return `nearest way: ${withCommand(way, book)}`;
  const farthest = reached.toSorted(compareVersions).at(-1);
  const beyond = hopsBeyond(bySchema, from, to);
  if (beyond) return `the nearest beyond it that can be reached: ${withCommand(beyond, book)}`;
  const far = farthest && farthest !== from ? `the newest that can be reached: ${farthest}` : '';
  return `no way at all; ${far || `nothing can be reached from ${from}`}`;
}

/** Why no chain leads there, where the way ends, and the nearest way or the nearest release that can be reached. */
export function noPath(book: Rulebook, from: Version, to: Version, reached: readonly Version[]): Finding {
  const reason = deadEnd(book, reached, to);
  return {
    code: 'no-path',
    severity: 'blocker',
    subject: `${from} → ${to}`,
    summary: `no chain of releases leads from ${from} to ${to} by policy ${book.policy}`,
    ...(reason
      ? { detail: `the way ends before ${reason.subject}: ${reason.summary}`, source: reason.source }
      : {}),
    origin: reason?.origin ?? 'history',
    hint: hintOf(book, from, to, reached),
  };
}
