import { z } from 'zod';
import type { StepContext } from './context.ts';
import { damagedDocument, keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

const schema = z.strictObject({ until: z.number() });

/**
 * Milliseconds that are left of a part of a drain. Its end is written down when it begins: one that is interrupted gets
 * no more time than it had, and never more than all of it where the clock was set back meanwhile.
 */
export async function drainUntil(
  { hop, part, seconds }: { readonly hop: number; readonly part: string; readonly seconds: number },
  context: Pick<StepContext, 'runFolder'>,
  now = Date.now(),
): Promise<number> {
  const file = keptFiles(context, hop).drainUntil(part);
  const noted = await keptDocument(file, schema, damagedDocument(file, 'until when sessions may run'));
  const until = noted?.until ?? now + seconds * 1000;
  if (noted === undefined) await keptFile.write(file, JSON.stringify({ until }));
  return Math.min(seconds * 1000, Math.max(0, until - now));
}
