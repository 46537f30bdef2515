import { z } from 'zod';
import type { LiveSession } from '../../core/cluster/live-session.ts';
import { sessionText } from '../../core/workloads/drained-sessions.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

const form = z.array(z.strictObject({ id: z.string(), text: z.string() }));
type Asked = z.infer<typeof form>;

interface Part {
  readonly hop: number;
  readonly part: string;
}

/**
 * The sessions that a part of a drain has asked the managers to end. They are written down before they are asked, so
 * that their owners can be told, also where baiup was killed in between.
 */
export function drainAsked({ hop, part }: Part, context: Pick<StepContext, 'runFolder' | 'database'>) {
  const file = keptFiles(context, hop).drainAsked(part);
  const read = async (): Promise<Asked> => {
    const damaged = (cause: unknown) =>
      new BaiupError('drain.note-damaged', `${file} no longer tells which sessions were asked to end`, {
        hint: 'remove that file, then do the same again: those sessions are not named at the end',
        cause,
      });
    return (await keptDocument(file, form, damaged)) ?? [];
  };
  return {
    note: async (sessions: readonly LiveSession[]): Promise<void> => {
      const before = await read();
      const known = new Set(before.map(({ id }) => id));
      const more = sessions.filter(({ id }) => !known.has(id));
      const all = [...before, ...more.map((each) => ({ id: each.id, text: sessionText(each) }))];
      await keptFile.write(file, JSON.stringify(all));
    },
    /** Those of them that have ended. */
    ended: async (): Promise<readonly string[]> => {
      const asked = await read();
      if (asked.length === 0) return [];
      const alive = new Set((await context.database.sessions()).map(({ id }) => id));
      return asked.filter(({ id }) => !alive.has(id)).map(({ text }) => text);
    },
  };
}
