import { BaiupError } from '../../lib/errors.ts';
import type { WheelBytes } from './wheel-bytes.ts';

/** One file in a wheel, as its central directory tells. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  /** When it was packed: the clock of the machine that did, ISO 8601 as if it were UTC. */
  readonly packed: string;
  /** Where its local header starts. */
  readonly offset: number;
}

/** What the end of a wheel tells at the cost of one small request. */
export interface ZipEnd {
  readonly wheel: WheelBytes;
  /** Bytes of the whole wheel. */
  readonly size: number;
  readonly directory: { readonly start: number; readonly end: number };
  readonly tail: Buffer;
}

/** End of central directory: 22 bytes, then a comment that wheels do not have. */
const endSize = 22;
const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const entrySize = 46;
/** Holds the directory's last dozen entries: those of `.dist-info`, which wheels put last. */
const tailSize = 2048;

function broken({ name }: WheelBytes): BaiupError {
  return new BaiupError('index.wheel', `${name} is not a readable wheel: its directory is broken`, {
    hint: 'try again; if that does not help, the index or a proxy on the way to it is broken',
    left: 'the catalog is as before',
  });
}

/** Reads the end of a wheel. @throws BaiupError `index.wheel` */
export async function zipEnd(wheel: WheelBytes): Promise<ZipEnd> {
  const { bytes: tail, size } = await wheel.tail(tailSize);
  const at = tail.length - endSize;
  if (at < 0 || tail.readUInt32LE(at) !== endMark) throw broken(wheel);
  const start = tail.readUInt32LE(at + 16);
  const end = start + tail.readUInt32LE(at + 12);
  if (end !== size - endSize) throw broken(wheel);
  return { wheel, size, directory: { start, end }, tail };
}

/** All files in a wheel, in the order of their places. @throws BaiupError `index.wheel` */
export async function zipDirectory({ wheel, size, directory, tail }: ZipEnd): Promise<readonly ZipEntry[]> {
  const tailStart = size - tail.length;
  const { start } = directory;
  const rest = start < tailStart ? await wheel.read(start, tailStart) : Buffer.alloc(0);
  const known = tail.subarray(Math.max(0, start - tailStart), tail.length - endSize);
  const entries = entriesIn(Buffer.concat([rest, known]), 0);
  if (!entries) throw broken(wheel);
  return entries.sort((a, b) => a.offset - b.offset);
}

/** The last files of the directory: as many as the end of the wheel shows whole. */
export function lastEntries({ size, directory, tail }: ZipEnd): readonly ZipEntry[] {
  const bytes = tail.subarray(Math.max(0, directory.start - (size - tail.length)), tail.length - endSize);
  const mark = Buffer.from([0x50, 0x4b, 0x01, 0x02]);
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) {
    const entries = entriesIn(bytes, at);
    if (entries) return entries;
  }
  return [];
}

/** The entries from a place to the very end; undefined where they do not end there. */
function entriesIn(bytes: Buffer, from: number): ZipEntry[] | undefined {
  const found: ZipEntry[] = [];
  let at = from;
  while (at < bytes.length) {
    if (at + entrySize > bytes.length || bytes.readUInt32LE(at) !== entryMark) return undefined;
    const nameEnd = at + entrySize + bytes.readUInt16LE(at + 28);
    found.push({
      name: bytes.toString('utf8', at + entrySize, nameEnd),
      method: bytes.readUInt16LE(at + 10),
      packed: dosTime(bytes.readUInt16LE(at + 14), bytes.readUInt16LE(at + 12)),
      crc32: bytes.readUInt32LE(at + 16),
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at = nameEnd + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return at === bytes.length ? found : undefined;
}

/** A time as zip files have it: days and two-second steps, packed in bits. */
function dosTime(date: number, time: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${1980 + (date >> 9)}-${two((date >> 5) & 15)}-${two(date & 31)}`;
  return `${day}T${two(time >> 11)}:${two((time >> 5) & 63)}:${two((time & 31) * 2)}Z`;
}
