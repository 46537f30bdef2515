import { z } from 'zod';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import { sessionName } from '../../core/cluster/session-words.ts';
import type { StepContext } from './context.ts';
import { damagedDocument, keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

interface Which {
  readonly hop: number;
  readonly database?: string | undefined;
}

/**
 * Sessions of other programs that a hop has ended at a database. They are written down before they are ended, so that
 * the journal names them also where baiup was killed in between.
 */
export function othersEnded({ hop, database }: Which, context: Pick<StepContext, 'runFolder'>) {
  const file = keptFiles(context, hop, database).othersEnded;
  const names = async (): Promise<readonly string[]> =>
    (await keptDocument(file, z.array(z.string()), damagedDocument(file, 'whose sessions were ended'))) ?? [];
  return {
    names,
    note: async (sessions: readonly DatabaseSession[]): Promise<void> => {
      const all = new Set([...(await names()), ...sessions.map(sessionName)]);
      await keptFile.write(file, JSON.stringify([...all]));
    },
  };
}
