import { createRequire } from 'node:module';
import { decodeSnapshot } from './decode-snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import type { SnapshotFile } from './snapshot-file.ts';

let snapshot: Snapshot | undefined;

/** What the package index had when baiup was made; read when first asked for. */
export function committedSnapshot(): Snapshot {
  snapshot ??= decodeSnapshot(createRequire(import.meta.url)('./data/snapshot.json') as SnapshotFile);
  return snapshot;
}
