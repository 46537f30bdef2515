import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decodeSnapshot } from '../../core/catalog/decode-snapshot.ts';
import { encodeSnapshot } from '../../core/catalog/encode-snapshot.ts';
import type { Snapshot } from '../../core/catalog/snapshot.ts';
import { type SnapshotFile, snapshotFileVersion } from '../../core/catalog/snapshot-file.ts';
import { snapshotText } from '../../core/catalog/snapshot-text.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { BaiupError } from '../../lib/errors.ts';

/** The first line of the file: enough to know whether the rest is worth reading, and whether it is whole. */
interface Head {
  readonly schemaVersion: number;
  readonly sha256: string;
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

function damaged(path: string, why: string): BaiupError {
  return new BaiupError('catalog.damaged', `the synced catalog ${path} is damaged: ${why}`, {
    hint: `baiup catalog sync makes it anew; without a network remove the file, and baiup uses the catalog that it came with`,
    left: 'baiup decided nothing by it',
  });
}

function headOf(path: string, line: string): Head {
  try {
    const head = JSON.parse(line) as Head;
    if (typeof head.schemaVersion === 'number') return head;
  } catch {
    // Said below.
  }
  throw damaged(path, 'it does not begin as it should');
}

/**
 * The catalog that `catalog sync` brought; undefined where there is none, or one that another baiup made.
 * @throws BaiupError `catalog.damaged` where the file is not as it was written
 */
export function readSyncedSnapshot(path: string): Snapshot | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw damaged(path, 'it cannot be read');
  }
  const end = text.indexOf('\n');
  const head = headOf(path, text.slice(0, Math.max(end, 0)));
  if (head.schemaVersion !== snapshotFileVersion) return undefined;
  const body = text.slice(end + 1);
  if (digest(body) !== head.sha256) throw damaged(path, 'its checksum differs');
  return decodeSnapshot(JSON.parse(body) as SnapshotFile);
}

/** Keeps a catalog: whole or not at all. */
export async function writeSyncedSnapshot(path: string, snapshot: Snapshot): Promise<void> {
  const body = snapshotText(encodeSnapshot(snapshot));
  const head: Head = { schemaVersion: snapshotFileVersion, sha256: digest(body) };
  await writeFileAtomic(path, `${JSON.stringify(head)}\n${body}`);
}
