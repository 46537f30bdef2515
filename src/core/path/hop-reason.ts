import { compareVersions } from '../versions/compare-versions.ts';
import { formatVersion } from '../versions/format-version.ts';
import { lineOf } from '../versions/line-of.ts';
import type { Version } from '../versions/version.ts';
import { versionParts } from '../versions/version-parts.ts';
import type { Rulebook } from './rulebook.ts';

type Missing = 'was never published' | 'was withdrawn';

/** Numbers in a row that share what became of them: "24.09.8 to 24.09.12 were never published". */
function rowsOf(
  missing: readonly { readonly version: Version; readonly why: Missing | undefined }[],
): string[] {
  const rows: { why: Missing; versions: Version[] }[] = [];
  for (const [index, { version, why }] of missing.entries()) {
    if (why === undefined) continue;
    const last = rows.at(-1);
    if (last && missing[index - 1]?.why === why) last.versions.push(version);
    else rows.push({ why, versions: [version] });
  }
  return rows.map(({ why, versions: [first, ...others] }) =>
    others.length === 0
      ? `${first} ${why}`
      : `${first} ${others.length === 1 ? 'and' : 'to'} ${others.at(-1)} ${why.replace('was', 'were')}`,
  );
}

/** The numbers between two versions of a line that cannot be installed, with why. */
function gaps({ catalog }: Rulebook, from: Version, to: Version): string {
  const [first, last] = [versionParts(from), versionParts(to)];
  if (!first || !last || lineOf(from) !== lineOf(to)) return '';
  const { year, month } = first;
  const between = Array.from({ length: Math.max(0, last.patch - first.patch) }, (_, step) =>
    formatVersion({ year, month, patch: first.patch + step }),
  ).filter((version) => compareVersions(version, from) > 0);
  const notes = rowsOf(
    between.map((version) => {
      const release = catalog.find(version);
      if (release === undefined) return { version, why: 'was never published' };
      return { version, why: release.withdrawn === undefined ? undefined : 'was withdrawn' };
    }),
  );
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
  const onward = book.policy === 'page' ? `${latest}, from which the next line can be reached` : latest;
  const what = latest && (isTarget ? latest : onward);
  return [what, python].filter(Boolean).join('; ') || (isTarget ? 'the target' : `enters ${line}`);
}
