import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { damagedDocument, keptDocument, someDocument } from './kept-document.ts';

/** The structure of a fresh install that was made before the stop. @throws BaiupError `run.document-damaged` */
export const expectedSchemaIn = (file: string): Promise<SchemaSnapshot | undefined> =>
  keptDocument(
    file,
    someDocument<SchemaSnapshot>(),
    damagedDocument(file, 'the structure of a fresh install'),
  );
