import { BaiupError } from '../../lib/errors.ts';
import { asideOf } from './aside-of.ts';
import type { StepContext } from './context.ts';
import { keptFiles } from './kept-files.ts';
import { copiesOf, type NotedAside } from './noted-aside.ts';
import { databaseIn, theDatabase } from './which-database.ts';

interface Which {
  readonly hop: number;
  readonly database?: string | undefined;
}

/** The newer database, which keeps all that was written since. */
export interface LeftBehind {
  readonly undone: string;
  readonly undoneBytes: number;
}

function notOurs(which: Which, name: string): BaiupError {
  return new BaiupError(
    'database.name-taken',
    `${theDatabase(which)} cannot get its name back: the database "${name}" is one that this run did not make`,
    {
      left: 'the database that was set aside is kept, and nothing has another name than before',
      hint: `give "${name}" another name, then type the command again`,
    },
  );
}

/** What was set aside is gone: somebody has removed it, so only its dump is left. */
async function restoreDump(which: Which, noted: NotedAside, context: StepContext): Promise<void> {
  const database = databaseIn(context, which);
  const { database: dump } = keptFiles(context, which.hop, which.database);
  if (await database.keeps(dump)) return database.restore(dump);
  throw new BaiupError(
    'aside.lost',
    `${theDatabase(which)} that was set aside (${noted.original}) is gone from its server, and there is no dump of it`,
    {
      left: 'nothing was changed now; the database is as the newer release has it',
      hint: 'restore it from a backup of your own, or leave the cluster at its newer release',
    },
  );
}

/**
 * Gives what was set aside its name again, wherever the run was when it ended. What took its place keeps all that was
 * written since, under another name; a copy that never did goes. It may be called again.
 * @throws BaiupError `database.name-taken`, `database.busy`, `aside.lost`
 */
export async function giveBackAside(
  which: Which,
  noted: NotedAside,
  context: StepContext,
): Promise<LeftBehind | undefined> {
  const door = asideOf(context, which);
  const found = await door.found();
  if (found.name !== noted.original) {
    if (found.aside !== noted.original) {
      await restoreDump(which, noted, context);
      return undefined;
    }
    if (found.name === undefined) await door.move(['aside', 'name']);
    else {
      if (!(await copiesOf(context, which)).includes(found.name)) throw notOurs(which, door.names.name);
      await door.move(['name', 'undone'], ['aside', 'name']);
    }
  }
  await door.drop('copy');
  const bytes = await door.size('undone').catch(() => 0);
  return bytes > 0 ? { undone: door.names.undone, undoneBytes: bytes } : undefined;
}
