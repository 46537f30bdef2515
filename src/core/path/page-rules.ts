import type { Finding } from '../../lib/finding.ts';
import { compareVersions } from '../versions/compare-versions.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { versionNumber } from '../versions/version-number.ts';
import { pageExceptions } from './page-exceptions.ts';
import type { Rulebook } from './rulebook.ts';

const majorSource = "vendor's page, “Performing major upgrade”";
const minorSource = "vendor's page, “Performing minor upgrade”";
const listSource = "vendor's page, “Allowed upgrade paths”";

type Rule = (book: Rulebook, from: Version, to: Version) => Finding | undefined;

/** "A, B and C"; of many the first and the last. */
function list(words: readonly string[]): string {
  if (words.length > 6) return `${words[0]} to ${words.at(-1)} (${words.length} of them)`;
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** Within a line: "Do not skip the intermediate version". Releases that cannot be installed are no versions to skip. */
const consecutiveMinors: Rule = ({ stops }, from, to) => {
  const above = versionNumber(from);
  const below = versionNumber(to);
  const skipped = stops
    .map(({ version }) => version)
    .filter((version) => above < versionNumber(version) && versionNumber(version) < below);
  if (skipped.length === 0) return undefined;
  return {
    code: 'consecutive-minors',
    severity: 'blocker',
    subject: `${from} → ${to}`,
    summary: `minor upgrades are taken one by one: ${list(skipped)} must not be skipped`,
    source: minorSource,
    origin: 'page',
  };
};

/** "Do not skip the intermediate major version": of the lines that have a release to halt at. */
const consecutiveLines: Rule = ({ lines }, from, to) => {
  const above = lineOf(from);
  const below = lineOf(to);
  const skipped = lines.filter((line) => above < line && line < below);
  if (skipped.length === 0) return undefined;
  return {
    code: 'consecutive-lines',
    severity: 'blocker',
    subject: `${from} → ${to}`,
    summary: `lines are taken one by one: ${list(skipped)} must not be skipped`,
    source: majorSource,
    origin: 'page',
  };
};

/** "Upgrade Backend.AI cluster to very latest minor version of prior release before starting major version upgrade". */
const exitRelease: Rule = ({ exits }, from, to) => {
  const exit = exits.get(lineOf(from));
  if (exit === undefined || compareVersions(from, exit.version) >= 0) return undefined;
  const exception = pageExceptions.find((each) => each.from === from && each.to === to);
  const subject = `${from} → ${to}`;
  if (exception) {
    const summary = exception.note;
    return { code: 'page-exception', severity: 'info', subject, summary, source: listSource, origin: 'page' };
  }
  const day = exit.published.slice(0, 10);
  return {
    code: 'exit-release',
    severity: 'blocker',
    subject,
    summary: `a major upgrade starts from the very latest minor of its line: ${exit.version}, published ${day}`,
    source: majorSource,
    origin: 'page',
  };
};

/** What the vendor's page says of a hop upwards: a blocker for each of its rules that the hop breaks. */
export function pageRules(book: Rulebook, from: Version, to: Version): Finding[] {
  const rules = lineOf(from) === lineOf(to) ? [consecutiveMinors] : [consecutiveLines, exitRelease];
  return rules.flatMap((rule) => rule(book, from, to) ?? []);
}
