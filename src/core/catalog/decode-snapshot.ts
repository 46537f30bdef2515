import { pipVersion } from '../versions/pip-version.ts';
import type { Version } from '../versions/version.ts';
import { histories } from './histories.ts';
import type { PackageName, Release, Schema, Wheel } from './release.ts';
import type { Snapshot } from './snapshot.ts';
import type { SnapshotFile, SnapshotFileRelease } from './snapshot-file.ts';
import { usualWheel } from './usual-wheel.ts';

/** Unpacks a snapshot. Wheels and histories are worked out only when asked for, and once. */
export function decodeSnapshot(file: SnapshotFile): Snapshot {
  const historyOf = histories(file, (position) => file.releases[position]);
  const proxyHistoryOf = histories(file, (position) => file.releases[position]?.proxy);
  return {
    asOf: file.asOf,
    releases: file.releases.map((release, position) =>
      decodeRelease(file, release, {
        schema: () => historyOf(position) ?? { heads: [], revisions: [] },
        proxySchema: () => proxyHistoryOf(position),
      }),
    ),
    get revisionFiles() {
      return new Map(
        file.revisions.flatMap(([id, down, ...sums]) => sums.map((sum) => [sum, { id, down }] as const)),
      );
    },
    get entryPointFiles() {
      return new Map(file.entryPoints.flatMap(([set, ...sums]) => sums.map((sum) => [sum, set] as const)));
    },
  };
}

function decodeRelease(
  file: SnapshotFile,
  { version: text, published, withdrawn, python, packages, dumps }: SnapshotFileRelease,
  histories: { readonly schema: () => Schema; readonly proxySchema: () => Schema | undefined },
): Release {
  // What was encoded was a version: reading it again would cost more than all the rest.
  const version = text as Version;
  let wheels: Release['packages'] | undefined;
  return {
    version,
    published,
    ...(withdrawn === undefined ? {} : { withdrawn }),
    python,
    dumps,
    get packages() {
      wheels ??= decodeWheels(file, version, packages);
      return wheels;
    },
    get schema() {
      return histories.schema();
    },
    get proxySchema() {
      return packages['appproxy-coordinator'] && histories.proxySchema();
    },
  };
}

function decodeWheels(
  { entryPoints }: SnapshotFile,
  version: Version,
  packages: SnapshotFileRelease['packages'],
): Release['packages'] {
  const wheels: Partial<Record<PackageName, Wheel>> = {};
  const pip = pipVersion(version);
  for (const name of Object.keys(packages) as PackageName[]) {
    const packed = packages[name];
    if (!packed) continue;
    const { 0: sha256, 1: size, 2: set, 3: wheel = usualWheel(name, pip) } = packed;
    const programs = entryPoints[set]?.[0];
    wheels[name] =
      programs === undefined ? { wheel, sha256, size } : { wheel, sha256, size, entryPoints: programs };
  }
  return wheels;
}
