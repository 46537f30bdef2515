import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { WheelBytes } from './wheel-bytes.ts';

/** Opens a wheel in a folder. */
export function localWheel(path: string): WheelBytes {
  const read = async (start: number, end: number): Promise<Buffer> => {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  };
  return {
    name: basename(path),
    read,
    async tail(length) {
      const { size } = await stat(path);
      return { bytes: await read(Math.max(0, size - length), size), size };
    },
  };
}
