import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { StepContext } from './context.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { databaseIn } from './which-database.ts';

interface Which {
  readonly hop: number;
  readonly database?: string | undefined;
}

/** A database's structure before its migration. */
export interface NotedSchema {
  readonly schema: SchemaSnapshot;
}

/** Writes down, beside the dump, what the proof will compare with: structure, owners and rights. */
export async function noteSchema(which: Which, context: StepContext): Promise<void> {
  const { found, access } = keptFiles(context, which.hop, which.database);
  const database = databaseIn(context, which);
  const [schema, rights] = await Promise.all([database.schema(), database.access()]);
  await keptFile.write(found, JSON.stringify({ schema } satisfies NotedSchema));
  await keptFile.write(access, JSON.stringify(rights));
}

/** @returns undefined for a run that an older baiup began */
export async function notedSchema(which: Which, context: Pick<StepContext, 'runFolder'>) {
  const text = await keptFile.read(keptFiles(context, which.hop, which.database).found);
  return text === undefined ? undefined : (JSON.parse(text) as NotedSchema);
}
