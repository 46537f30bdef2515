import { stableJson } from '../../lib/stable-json.ts';
import { pipVersion } from '../versions/pip-version.ts';
import type { EntryPoints, PackageName, Release, Revision, Schema } from './release.ts';
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

/** Tells of one history after another what it has, and has not, of the one before. */
function differing(number: (revision: Revision) => number) {
  let before = new Set<number>();
  let isFirst = true;
  return ({ heads, revisions }: Schema) => {
    const sorted = [...revisions].sort((a, b) => (revisionKey(a) < revisionKey(b) ? -1 : 1));
    const now = new Set(sorted.map(number));
    const [add, drop] = [[...now.difference(before)], [...before.difference(now)]];
    const isNew = isFirst || add.length > 0 || drop.length > 0;
    before = now;
    isFirst = false;
    return { isNew, difference: { heads, add, drop } };
  };
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
  const history = differing(revisions.number);
  const proxyHistory = differing(revisions.number);
  const encoded = releases.map((release): SnapshotFileRelease => {
    const { version, published, withdrawn, python, schema, proxySchema, dumps } = release;
    const why = withdrawn === undefined ? {} : { withdrawn };
    const { difference } = history(schema);
    const proxy = proxySchema && proxyHistory(proxySchema);
    return {
      ...{ version, published, ...why, python, packages: packed(release) },
      ...difference,
      ...(proxy?.isNew ? { proxy: proxy.difference } : {}),
      dumps,
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
