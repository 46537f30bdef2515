import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import { asideOf } from './aside-of.ts';
import { asideUndo } from './aside-undo.ts';
import { notedAsideOf } from './noted-aside.ts';
import type { Step } from './step.ts';
import { theDatabase, whichDatabase } from './which-database.ts';

const params = z.strictObject({ ...whichDatabase, head: z.string() });

/** The migrated copy takes the name of the database. */
export const databaseName: Step<z.infer<typeof params>> = {
  kind: 'database.name',
  params,
  title: (which) => `Give the migrated copy the name of ${theDatabase(which)}`,
  estimate: 0.1,
  probe: async (which, context, attempted) => {
    const noted = await notedAsideOf(context, which);
    const { name } = await asideOf(context, which).found();
    if (name !== undefined && name === noted?.copied) return 'done';
    return attempted ? 'half' : 'todo';
  },
  apply: async (which, context) => {
    const door = asideOf(context, which);
    const rows = await door.revisions('copy');
    if (rows.length !== 1 || rows[0] !== which.head) {
      throw new BaiupError(
        'schema.wrong-head',
        `alembic_version of the copy holds ${rows.join(', ') || 'nothing'} instead of ${which.head}`,
      );
    }
    await door.move(['copy', 'name']);
  },
  verify: async () => undefined,
  ...asideUndo,
};
