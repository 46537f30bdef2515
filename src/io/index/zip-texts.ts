import { crc32, inflateRawSync } from 'node:zlib';
import { BaiupError } from '../../lib/errors.ts';
import type { WheelBytes } from './wheel-bytes.ts';
import type { ZipEntry } from './zip-directory.ts';

const headerSize = 30;
/** A local header's name and extra fields may differ from the directory's; no wheel has more than this. */
const slack = 256;
/** Two wanted files closer than this are worth one request. */
const gap = 16 * 1024;

const endOf = (entry: ZipEntry) =>
  entry.offset + headerSize + entry.name.length + slack + entry.compressedSize;

/** Neighbours in the wheel, joined into runs that are read at once. */
function runs(entries: readonly ZipEntry[]): ZipEntry[][] {
  const joined: ZipEntry[][] = [];
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    const last = joined.at(-1);
    const before = last?.at(-1);
    if (last && before && entry.offset - endOf(before) < gap) last.push(entry);
    else joined.push([entry]);
  }
  return joined;
}

function unpack(entry: ZipEntry, bytes: Buffer, wheel: string): string {
  const damaged = (cause?: unknown): BaiupError =>
    new BaiupError('index.wheel', `${entry.name} in ${wheel} did not arrive whole: its checksum differs`, {
      hint: 'try again; if that does not help, the index or a proxy on the way to it is broken',
      left: 'the catalog is as before',
      cause,
    });
  let content: Buffer;
  try {
    const start = headerSize + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
    const packed = bytes.subarray(start, start + entry.compressedSize);
    content = entry.method === 0 ? packed : inflateRawSync(packed);
  } catch (cause) {
    throw damaged(cause);
  }
  if (crc32(content) !== entry.crc32) throw damaged();
  return content.toString('utf8');
}

/** Reads some files of a wheel as text, with as few requests as is sensible. Keys are their names. */
export async function zipTexts(
  wheel: WheelBytes,
  entries: readonly ZipEntry[],
  /** Where the files end and the directory begins. */
  limit: number,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const run of runs(entries)) {
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) continue;
    const bytes = await wheel.read(first.offset, Math.min(limit, endOf(last)));
    for (const entry of run)
      texts.set(entry.name, unpack(entry, bytes.subarray(entry.offset - first.offset), wheel.name));
  }
  return texts;
}
