import { parseVersion } from '../versions/parse-version.ts';
import type { LineFile, LineFileRelease } from './line-file.ts';
import type { PackageName, Release, Revision, Wheel } from './release.ts';

/** Unpacks a line's file. Histories are worked out only when asked for, and once. */
export function decodeLine(file: LineFile): readonly Release[] {
  const revisions = file.revisions.map(([id = '', ...down]): Revision => ({ id, down }));
  const histories: ReadonlySet<number>[] = [];
  const historyOf = (position: number): ReadonlySet<number> => {
    for (let next = histories.length; next <= position; next += 1) {
      const history = new Set(histories[next - 1]);
      const { add = [], drop = [] } = file.releases[next] ?? {};
      for (const index of drop) history.delete(index);
      for (const index of add) history.add(index);
      histories.push(history);
    }
    return histories[position] ?? new Set();
  };
  return file.releases.map((release, position) =>
    decodeRelease(release, () => revisions.filter((_revision, index) => historyOf(position).has(index))),
  );
}

function decodeRelease(release: LineFileRelease, revisionsOf: () => readonly Revision[]): Release {
  const { version, published, withdrawn, python, heads, dumps } = release;
  const packages: Partial<Record<PackageName, Wheel>> = {};
  for (const [name, wheel] of Object.entries(release.packages)) {
    packages[name as PackageName] = { wheel: wheel[0], sha256: wheel[1], size: wheel[2] };
  }
  let schema: Release['schema'] | undefined;
  return {
    version: parseVersion(version),
    published,
    ...(withdrawn === undefined ? {} : { withdrawn }),
    python,
    packages,
    dumps,
    get schema() {
      schema ??= { heads, revisions: revisionsOf() };
      return schema;
    },
  };
}
