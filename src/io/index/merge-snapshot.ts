import { makeCatalog } from '../../core/catalog/make-catalog.ts';
import type { Release } from '../../core/catalog/release.ts';
import type { Snapshot } from '../../core/catalog/snapshot.ts';
import type { Version } from '../../core/versions/version.ts';
import { stableJson } from '../../lib/stable-json.ts';
import { assembleRelease } from './assemble-release.ts';
import type { Knowledge } from './knowledge.ts';
import type { Offer } from './offers.ts';

interface Merged {
  readonly snapshot: Snapshot;
  readonly added: readonly Version[];
  readonly changed: readonly Version[];
}

/** Everything of a release but its revisions, which follow from the hashes of its wheels where they were read. */
const face = ({ version, published, withdrawn, python, packages, proxySchema }: Release): string =>
  stableJson({ version, published, withdrawn, python, packages, hasProxySchema: proxySchema !== undefined });

function present<T>(files: ReadonlyMap<string, T | null>): ReadonlyMap<string, T> {
  return new Map([...files].flatMap(([file, value]) => (value === null ? [] : [[file, value] as const])));
}

/** The new snapshot, and what is new in it. Releases that are known and not offered stay. */
export function mergeSnapshot(
  known: Snapshot,
  offered: ReadonlyMap<Version, Offer>,
  knowledge: Knowledge,
): Merged {
  const before = new Map(known.releases.map((release) => [release.version, release]));
  const now = new Map(before);
  const [added, changed]: [Version[], Version[]] = [[], []];
  for (const [version, offer] of offered) {
    const old = before.get(version);
    const release = assembleRelease(version, offer, old, knowledge);
    if (!release) continue;
    if (old && face(old) === face(release)) continue;
    now.set(version, release);
    (old ? changed : added).push(version);
  }
  const { releases } = makeCatalog([...now.values()]);
  const times = [...offered.values()].flatMap((offer) =>
    [...offer.values()].flatMap((file) => file.uploaded ?? []),
  );
  const snapshot: Snapshot = {
    asOf: [known.asOf, ...times, ...releases.map(({ published }) => published)].sort().at(-1) ?? '',
    releases,
    revisionFiles: present(knowledge.revisionFiles),
    entryPointFiles: present(knowledge.entryPointFiles),
  };
  const sorted = (versions: readonly Version[]) =>
    releases.map(({ version }) => version).filter((version) => versions.includes(version));
  return { snapshot, added: sorted(added), changed: sorted(changed) };
}
