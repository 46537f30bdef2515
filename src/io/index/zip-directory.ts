import { BaiupError } from '../../lib/errors.ts';
import type { RemoteWheel } from './remote-wheel.ts';

/** One file in a wheel, as its central directory tells. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  /** Where its local header starts. */
  readonly offset: number;
}

/** End of central directory: 22 bytes, then a comment that wheels do not have. */
const endSize = 22;
const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const entrySize = 46;
/** Enough for the directory of most wheels in the first request. */
const tailSize = 96 * 1024;

function broken(name: string): BaiupError {
  return new BaiupError('index.wheel', `${name} is no readable wheel: its directory is broken`);
}

/** The names and places of the files in a wheel, in the order of their places. */
export async function zipDirectory(wheel: RemoteWheel): Promise<readonly ZipEntry[]> {
  const tailStart = Math.max(0, wheel.size - tailSize);
  const tail = await wheel.read(tailStart, wheel.size);
  const end = tail.length - endSize;
  if (end < 0 || tail.readUInt32LE(end) !== endMark) throw broken(wheel.name);
  const size = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (start + size > wheel.size) throw broken(wheel.name);
  const directory =
    start >= tailStart
      ? tail.subarray(start - tailStart, start - tailStart + size)
      : await wheel.read(start, start + size);
  return entries(directory, wheel.name).sort((a, b) => a.offset - b.offset);
}

function entries(directory: Buffer, wheel: string): ZipEntry[] {
  const found: ZipEntry[] = [];
  for (let at = 0; at < directory.length; ) {
    if (at + entrySize > directory.length || directory.readUInt32LE(at) !== entryMark) throw broken(wheel);
    const nameEnd = at + entrySize + directory.readUInt16LE(at + 28);
    found.push({
      name: directory.toString('utf8', at + entrySize, nameEnd),
      method: directory.readUInt16LE(at + 10),
      crc32: directory.readUInt32LE(at + 16),
      compressedSize: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at = nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return found;
}
