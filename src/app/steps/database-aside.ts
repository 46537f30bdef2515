import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { asideInTurn } from './aside-in-turn.ts';
import { asideOf } from './aside-of.ts';
import { asideUndo } from './aside-undo.ts';
import type { StepContext } from './context.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';
import { knownAside } from './known-aside.ts';
import { noteAside, notedAsideOf } from './noted-aside.ts';
import { refuseWriters } from './refuse-stranger.ts';
import type { Step } from './step.ts';
import { theDatabase, whichDatabase } from './which-database.ts';

const params = z.strictObject(whichDatabase);
type Params = z.infer<typeof params>;

/** @throws BaiupError `database.name-taken`, `database.stranger` */
async function begin(which: Params, context: StepContext): Promise<string> {
  const { found, names } = asideOf(context, which);
  const { name, ...others } = await found();
  const taken = (['aside', 'copy'] as const).filter((place) => others[place] !== undefined);
  if (name === undefined || taken.length > 0) {
    const what = taken.map((place) => `there is a database "${names[place]}"`).join(' and ');
    throw new BaiupError(
      'database.name-taken',
      name === undefined ? `there is no database "${names.name}"` : what,
      { left: 'nothing was changed', hint: 'give that database another name, then type the command again' },
    );
  }
  await refuseWriters(which.database, context);
  await noteAside(context, which, { original: name });
  return name;
}

/** Of the time before the migration, which may change them: what the cluster holds is counted beside it. */
async function noteRegistries({ hop, database }: Params, context: StepContext): Promise<void> {
  if (database !== undefined) return;
  const { registries } = keptFiles(context, hop);
  await keptFile.write(registries, JSON.stringify(await context.configStore.registries()));
}

/**
 * Gives the database another name, and copies it on its server. The migration works on the copy, under a name that no
 * other program knows: who starts meanwhile finds no database. Going back is giving the name back.
 */
export const databaseAside: Step<Params> = {
  kind: 'database.aside',
  params,
  title: (which) => `Set ${theDatabase(which)} aside, and copy it`,
  estimate: 0.5,
  probe: async (which, context, attempted) => {
    const noted = await notedAsideOf(context, which);
    if (noted?.copied !== undefined) {
      const { name, copy } = await asideOf(context, which).found();
      if (copy === noted.copied || name === noted.copied) return 'done';
    }
    return attempted ? 'half' : 'todo';
  },
  apply: async (which, context) => {
    const door = asideOf(context, which);
    const noted = await notedAsideOf(context, which);
    const original = noted?.original ?? (await begin(which, context));
    const registries = noteRegistries(which, context);
    try {
      if ((await door.found()).name === original) await door.move(['name', 'aside']);
      await copyAgain(which, context);
    } finally {
      await registries;
    }
    const { aside, copy } = door.names;
    return { aside, copy };
  },
  verify: async () => undefined,
  ...asideUndo,
  isKept: async (which, context) => (await knownAside(context, which)) !== undefined,
};

/** Copies what was set aside, once more where there is a copy. @throws BaiupError `aside.moved` */
export async function copyAgain(which: Params, context: StepContext): Promise<void> {
  const door = asideOf(context, which);
  const noted = await notedAsideOf(context, which);
  if (!noted || (await door.found()).aside !== noted.original) {
    throw new BaiupError(
      'aside.moved',
      `${theDatabase(which)} that this run has set aside is no longer "${door.names.aside}"`,
      { left: 'nothing was copied', hint: 'go back: baiup rollback' },
    );
  }
  await asideInTurn(which, context, door.copy);
  const { copy } = await door.found();
  await noteAside(context, which, { ...noted, ...(copy === undefined ? {} : { copied: copy }) });
}
