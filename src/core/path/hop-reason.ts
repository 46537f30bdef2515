import { compareVersions } from '../versions/compare-versions.ts';
import { formatVersion } from '../versions/format-version.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { versionParts } from '../versions/version-parts.ts';
import type { Rulebook } from './rulebook.ts';

/** The numbers between two versions of a line that cannot be installed, with why. */
function gaps({ catalog }: Rulebook, from: Version, to: Version): string {
  const [first, last] = [versionParts(from), versionParts(to)];
  if (!first || !last || lineOf(from) !== lineOf(to)) return '';
  const { year, month } = first;
  const between = Array.from({ length: Math.max(0, last.patch - first.patch) }, (_, step) =>
    formatVersion({ year, month, patch: first.patch + step }),
  ).filter((version) => compareVersions(version, from) > 0);
  const notes = between.flatMap((version) => {
    const release = catalog.find(version);
    if (release === undefined) return [`${version} was never published`];
    return release.withdrawn === undefined ? [] : [`${version} was withdrawn`];
  });
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

/** Why a path halts at `to`, in a few words. */
export function hopReason(book: Rulebook, from: Version, to: Version, isTarget: boolean): string {
  const line = lineOf(to);
  const isExit = book.exits.get(line)?.version === to;
  const latest = isExit ? `the latest ${line}` : undefined;
  if (lineOf(from) === line) {
    const what = isTarget ? (latest ?? 'the target') : latest && `${latest}, needed before a major upgrade`;
    return `${what ?? `the next ${line}`}${gaps(book, from, to)}`;
  }
  const [before, after] = [book.catalog.find(from)?.python, book.catalog.find(to)?.python];
  const python = before && after && before !== after ? `Python ${before} → ${after}` : undefined;
  const onward = book.policy === 'page' ? `${latest}, from where the next line can be reached` : latest;
  const what = latest && (isTarget ? latest : onward);
  return [what, python].filter(Boolean).join('; ') || (isTarget ? 'the target' : `enters ${line}`);
}
