import { open } from 'node:fs/promises';
import { type RunEvent, runEvent } from '../../core/run/event.ts';
import { BaiupError } from '../../lib/errors.ts';

const newline = 0x0a;

/** The bytes of a file from an offset on; none where there is no file. */
async function bytesFrom(path: string, offset: number): Promise<Buffer> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return Buffer.alloc(0);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.max(0, size - offset));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A journal's whole lines as far as they were read; a last line that a kill cut short is no event yet. */
export function eventTail(path: string) {
  const events: RunEvent[] = [];
  let bytes = 0;

  const take = (line: string): void => {
    try {
      events.push(runEvent.parse(JSON.parse(line)));
    } catch (cause) {
      throw new BaiupError('run.unreadable', `${path}, line ${events.length + 1} is no event`, {
        cause,
        hint: 'move that run folder away; the other runs stay readable',
      });
    }
  };

  return {
    events: events as readonly RunEvent[],
    /** Where the next event goes. */
    get bytes() {
      return bytes;
    },
    /** Reads what was added since. */
    refresh: async (): Promise<void> => {
      const rest = await bytesFrom(path, bytes);
      let start = 0;
      for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline, start)) {
        if (end > start) take(rest.toString('utf8', start, end));
        bytes += end + 1 - start;
        start = end + 1;
      }
    },
    /** Takes what this process has written itself. */
    add: (written: readonly RunEvent[], length: number): void => {
      for (const event of written) events.push(event);
      bytes += length;
    },
  };
}
