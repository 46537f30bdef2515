import type { ZipEntry } from './zip-directory.ts';

/** By what a file is known again in another wheel: its CRC-32 and its size, hexadecimal. */
export function checksum({ crc32, size }: Pick<ZipEntry, 'crc32' | 'size'>): string {
  return `${crc32.toString(16).padStart(8, '0')}-${size.toString(16)}`;
}
