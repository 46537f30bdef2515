import { open, readFile, truncate } from 'node:fs/promises';
import type { RunEvent, RunFact } from '../../core/run/event.ts';
import { BaiupError } from '../../lib/errors.ts';

const mode = 0o600;

/** What a journal file holds; a last line that a kill cut short is not an event yet and is left out. */
async function read(path: string): Promise<{ events: RunEvent[]; bytes: number }> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const events = whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      try {
        return JSON.parse(line) as RunEvent;
      } catch (cause) {
        throw new BaiupError('run.unreadable', `${path}, line ${index + 1} is no event`, {
          cause,
          hint: 'move that run folder away; the other runs stay readable',
        });
      }
    });
  return { events, bytes: Buffer.byteLength(whole) };
}

/** Events as JSON lines: append-only, each synced to disk before the step goes on. */
export function eventFile(path: string, run: string, now: () => Date) {
  let last: Promise<number> | undefined;

  const appendAfter = async (previous: Promise<number>, fact: RunFact): Promise<RunEvent> => {
    const event: RunEvent = { seq: (await previous) + 1, at: now().toISOString(), run, ...fact };
    const file = await open(path, 'a', mode);
    try {
      await file.writeFile(`${JSON.stringify(event)}\n`);
      await file.datasync();
    } finally {
      await file.close();
    }
    return event;
  };

  const recover = async (): Promise<number> => {
    const { events, bytes } = await read(path);
    if (events.length > 0) await truncate(path, bytes);
    return events.at(-1)?.seq ?? 0;
  };

  return {
    events: async (): Promise<readonly RunEvent[]> => (await read(path)).events,
    append: (fact: RunFact): Promise<RunEvent> => {
      const event = appendAfter(last ?? recover(), fact);
      last = event.then(({ seq }) => seq, recover);
      last.catch(() => undefined);
      return event;
    },
  };
}
