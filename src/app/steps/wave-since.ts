import { z } from 'zod';
import type { StepContext } from './context.ts';
import { damagedDocument, keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

const schema = z.strictObject({ since: z.number() });

type Context = Pick<StepContext, 'runFolder'>;

/** Since when a wave is watched, in milliseconds since the epoch; undefined where that has not begun. */
export async function waveSince(hop: number, wave: number, context: Context): Promise<number | undefined> {
  const file = keptFiles(context, hop).waveSince(wave);
  return (await keptDocument(file, schema, damagedDocument(file, 'since when the wave is watched')))?.since;
}

/** Writes down since when: a run that is interrupted watches for the rest of the time, and not anew. */
export const noteWaveSince = (hop: number, wave: number, since: number, context: Context): Promise<void> =>
  keptFile.write(keptFiles(context, hop).waveSince(wave), JSON.stringify({ since }));

export const forgetWaveSince = (hop: number, wave: number, context: Context): Promise<void> =>
  keptFile.remove(keptFiles(context, hop).waveSince(wave));
