import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

/** What was set aside for a hop: databases by the server's own ids, which stay whatever their names are. */
const notedAside = z.strictObject({ original: z.string(), copied: z.string().optional() });
export type NotedAside = z.infer<typeof notedAside>;

/** Of one database and the whole run, by the number of the hop. */
const ofRun = z.record(z.string(), notedAside);

type Kept = Pick<StepContext, 'runFolder'>;

interface Which {
  readonly hop: number;
  readonly database?: string | undefined;
}

async function all(context: Kept, { hop, database }: Which): Promise<Readonly<Record<string, NotedAside>>> {
  const file = keptFiles(context, hop, database).aside;
  const damaged = (cause: unknown) =>
    new BaiupError('aside.note-damaged', `${file} no longer tells which database was set aside`, {
      left: 'nothing was changed now',
      hint: 'give the database that was set aside its name again manually: its name ends in the id of the run',
      cause,
    });
  return (await keptDocument(file, ofRun, damaged)) ?? {};
}

/** @returns undefined where the hop has set nothing aside. @throws BaiupError `aside.note-damaged` */
export const notedAsideOf = async (context: Kept, which: Which): Promise<NotedAside | undefined> =>
  (await all(context, which))[which.hop];

/** Ids of all copies that the run has made of a database. */
export const copiesOf = async (context: Kept, which: Which): Promise<readonly string[]> =>
  Object.values(await all(context, which)).flatMap(({ copied }) => copied ?? []);

export async function noteAside(context: Kept, which: Which, noted: NotedAside): Promise<void> {
  const file = keptFiles(context, which.hop, which.database).aside;
  await keptFile.write(file, JSON.stringify({ ...(await all(context, which)), [which.hop]: noted }));
}
