import type { SnapshotFile } from './snapshot-file.ts';

/** A snapshot's file as text: one release and one revision a line, so that a change is readable. */
export function snapshotText({ revisions, entryPoints, releases, ...head }: SnapshotFile): string {
  const list = (items: readonly unknown[]) =>
    `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  const lists = Object.entries({ revisions, entryPoints, releases }).map(
    ([name, items]) => `"${name}": ${list(items)}`,
  );
  return `${JSON.stringify(head).slice(0, -1)},\n${lists.join(',\n')}}\n`;
}
