import { stableJson } from '../../lib/stable-json.ts';
import { pipVersion } from '../versions/pip-version.ts';
import type { EntryPoints, PackageName, Release, Revision } from './release.ts';
import type { Snapshot } from './snapshot.ts';
import {
  type SnapshotFile,
  type SnapshotFileRelease,
  type SnapshotFileWheel,
  snapshotFileVersion,
} from './snapshot-file.ts';
import { usualWheel } from './usual-wheel.ts';

const revisionKey = ({ id, down }: Revision) => [id, ...down].join(' ');

/** The checksums of the files that held equal things, by the key of the thing. */
function checksumsOf<T>(files: ReadonlyMap<string, T>, key: (value: T) => string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [checksum, value] of files) found.set(key(value), [...(found.get(key(value)) ?? []), checksum]);
  for (const list of found.values()) list.sort();
  return found;
}

/** Gives each distinct thing the next number, and remembers the thing. */
function numbering<T>(key: (value: T) => string) {
  const index = new Map<string, number>();
  const values: T[] = [];
  const number = (value: T): number => {
    const known = index.get(key(value));
    if (known !== undefined) return known;
    index.set(key(value), values.length);
    return values.push(value) - 1;
  };
  return { number, values };
}

/** Packs a snapshot for its file. Equal snapshots give an equal file. */
export function encodeSnapshot({ asOf, releases, revisionFiles, entryPointFiles }: Snapshot): SnapshotFile {
  const revisions = numbering(revisionKey);
  const entryPoints = numbering<EntryPoints>(stableJson);
  const packed = (release: Release): SnapshotFileRelease['packages'] => {
    const pip = pipVersion(release.version);
    return Object.fromEntries(
      Object.entries(release.packages).map(([name, { wheel, sha256, size, entryPoints: own }]) => {
        const usual = wheel === usualWheel(name as PackageName, pip);
        const set = own === undefined ? -1 : entryPoints.number(own);
        const packed: SnapshotFileWheel = usual ? [sha256, size, set] : [sha256, size, set, wheel];
        return [name, packed];
      }),
    );
  };
  let before = new Set<number>();
  const encoded = releases.map((release): SnapshotFileRelease => {
    const { version, published, withdrawn, python, schema, dumps } = release;
    const sorted = [...schema.revisions].sort((a, b) => (revisionKey(a) < revisionKey(b) ? -1 : 1));
    const now = new Set(sorted.map(revisions.number));
    const [add, drop] = [[...now.difference(before)], [...before.difference(now)]];
    before = now;
    const why = withdrawn === undefined ? {} : { withdrawn };
    return {
      ...{ version, published, ...why, python, packages: packed(release) },
      ...{ heads: schema.heads, add, drop, dumps },
    };
  });
  const revisionSums = checksumsOf(revisionFiles, revisionKey);
  const entryPointSums = checksumsOf(entryPointFiles, stableJson);
  return {
    schemaVersion: snapshotFileVersion,
    asOf,
    revisions: revisions.values.map((each) => [
      each.id,
      each.down,
      ...(revisionSums.get(revisionKey(each)) ?? []),
    ]),
    entryPoints: entryPoints.values.map((each) => [each, ...(entryPointSums.get(stableJson(each)) ?? [])]),
    releases: encoded,
  };
}
