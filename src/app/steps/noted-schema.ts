import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { DatabaseView } from '../../io/database/hold-view.ts';
import type { StepContext } from './context.ts';
import { damagedDocument, keptDocument, someDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

interface Which {
  readonly hop: number;
  readonly database?: string | undefined;
}

/** A database's structure before its migration. */
export interface NotedSchema {
  readonly schema: SchemaSnapshot;
}

/** Writes down, beside the dump, what the proof will compare with: structure, owners and rights. */
export async function noteSchema(
  which: Which,
  view: Pick<DatabaseView, 'schema' | 'access'>,
  context: Pick<StepContext, 'runFolder'>,
): Promise<void> {
  const { found, access } = keptFiles(context, which.hop, which.database);
  // In turn: the structure is read with a search path of its own, which rights are not.
  const rights = await view.access();
  const schema = await view.schema();
  await keptFile.write(found, JSON.stringify({ schema } satisfies NotedSchema));
  await keptFile.write(access, JSON.stringify(rights));
}

/** @returns undefined for a run that an older baiup began */
export async function notedSchema(which: Which, context: Pick<StepContext, 'runFolder'>) {
  const file = keptFiles(context, which.hop, which.database).found;
  return keptDocument(
    file,
    someDocument<NotedSchema>(),
    damagedDocument(file, 'what structure the database had before its migration'),
  );
}
