import type { Revision, Schema } from './release.ts';
import type { SnapshotFile, SnapshotFileHistory } from './snapshot-file.ts';

function heldOf(revisions: readonly Revision[], held: Uint8Array): Revision[] {
  const own: Revision[] = [];
  for (let at = 0; at < revisions.length; at += 1) {
    const revision = held[at] === 1 ? revisions[at] : undefined;
    if (revision) own.push(revision);
  }
  return own;
}

/**
 * A history of each release in a file, by its position; undefined as long as none is told. Releases with the same
 * history share one object, so that what is worked out of it is worked out once.
 * @param differences what a release's history has, and has not, of the one before; undefined where they are equal
 */
export function histories(
  file: Pick<SnapshotFile, 'revisions'>,
  differences: (position: number) => SnapshotFileHistory | undefined,
): (position: number) => Schema | undefined {
  const schemas: (Schema | undefined)[] = [];
  const held = new Uint8Array(file.revisions.length);
  let revisions: readonly Revision[] | undefined;

  const next = (position: number): Schema | undefined => {
    const difference = differences(position);
    const before = schemas[position - 1];
    if (!difference) return before;
    const { add, drop, heads } = difference;
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
    return schemas[position];
  };
}
