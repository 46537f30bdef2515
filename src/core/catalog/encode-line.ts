import type { Line } from '../versions/version.ts';
import { type LineFile, type LineFileRelease, lineFileVersion } from './line-file.ts';
import type { Release, Revision } from './release.ts';

const keyOf = ({ id, down }: Revision) => [id, ...down].join(' ');

/** Packs the releases of one line, oldest first, for its file. Equal releases give an equal file. */
export function encodeLine(line: Line, releases: readonly Release[]): LineFile {
  const index = new Map<string, number>();
  const revisions: (readonly string[])[] = [];
  let before = new Set<number>();
  const encoded = releases.map((release): LineFileRelease => {
    const sorted = [...release.schema.revisions].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const now = new Set(
      sorted.map((revision) => {
        const known = index.get(keyOf(revision)) ?? revisions.length;
        if (known === revisions.length) revisions.push([revision.id, ...revision.down]);
        index.set(keyOf(revision), known);
        return known;
      }),
    );
    const [add, drop] = [[...now.difference(before)], [...before.difference(now)]];
    before = now;
    return { ...packed(release), add, drop, dumps: release.dumps };
  });
  return { schemaVersion: lineFileVersion, line, revisions, releases: encoded };
}

function packed(release: Release): Omit<LineFileRelease, 'add' | 'drop' | 'dumps'> {
  return {
    version: release.version,
    published: release.published,
    ...(release.withdrawn === undefined ? {} : { withdrawn: release.withdrawn }),
    python: release.python,
    packages: Object.fromEntries(
      Object.entries(release.packages).map(([name, { wheel, sha256, size }]) => [
        name,
        [wheel, sha256, size],
      ]),
    ),
    heads: release.schema.heads,
  };
}
