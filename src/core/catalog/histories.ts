import type { Revision, Schema } from './release.ts';
import type { SnapshotFile } from './snapshot-file.ts';

function heldOf(revisions: readonly Revision[], held: Uint8Array): Revision[] {
  const own: Revision[] = [];
  for (let at = 0; at < revisions.length; at += 1) {
    const revision = held[at] === 1 ? revisions[at] : undefined;
    if (revision) own.push(revision);
  }
  return own;
}

/**
 * The history of each release in a file, by its position. Releases with the same history share one object, so that
 * what is worked out of it is worked out once.
 */
export function histories(file: Pick<SnapshotFile, 'revisions' | 'releases'>): (position: number) => Schema {
  const schemas: Schema[] = [];
  const held = new Uint8Array(file.revisions.length);
  let revisions: readonly Revision[] | undefined;

  const next = (position: number): Schema => {
    const { add = [], drop = [], heads = [] } = file.releases[position] ?? {};
    const before = schemas[position - 1];
    if (before && add.length === 0 && drop.length === 0) return before;
    for (const index of drop) held[index] = 0;
    for (const index of add) held[index] = 1;
    const members = held.slice();
    let own: readonly Revision[] | undefined;
    return {
      heads,
      get revisions() {
        revisions ??= file.revisions.map(([id, down]) => ({ id, down }));
        own ??= heldOf(revisions, members);
        return own;
      },
    };
  };

  return (position) => {
    while (schemas.length <= position) schemas.push(next(schemas.length));
    return schemas[position] ?? { heads: [], revisions: [] };
  };
}
