import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { compareSchemas } from '../../core/schema/drift.ts';
import { allowedUpTo } from '../../core/schema/drift-allowed.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import { BaiupError } from '../../lib/errors.ts';
import { keptFiles } from './kept-files.ts';
import { nothingToUndo, type Step } from './step.ts';

const params = z.strictObject({
  hop: z.int().positive(),
  head: z.string(),
  toLine: z.string(),
});

/** One revision row, the head; and the structure of a fresh install, but for what the vendor's own migrations leave. */
export const schemaProve: Step<z.infer<typeof params>> = {
  kind: 'schema.prove',
  params,
  title: ({ head }) => `alembic_version is ${head} alone, and the schema is that of a fresh install`,
  estimate: 0.5,
  probe: async () => 'todo',
  apply: async ({ hop, head, toLine }, context) => {
    const revisions = await context.database.revisions();
    if (revisions.length !== 1 || revisions[0] !== head) {
      throw new BaiupError(
        'prove.revisions',
        `alembic_version holds ${revisions.join(', ') || 'nothing'}, not ${head} alone`,
      );
    }
    const expected = JSON.parse(
      await readFile(keptFiles(context, hop).expectedSchema, 'utf8'),
    ) as SchemaSnapshot;
    const drift = compareSchemas(await context.database.schema(), expected, allowedUpTo(toLine));
    if (drift.structural.length > 0) {
      const shown = drift.structural.slice(0, 5).map(({ kind, object }) => `${object}: ${kind}`);
      throw new BaiupError(
        'prove.drift',
        `the migrated schema differs from a fresh install in ${drift.structural.length} places: ${shown.join('; ')}`,
      );
    }
    return {
      revisions: [...revisions],
      structural: 0,
      cosmetic: drift.cosmetic.length,
      allowed: drift.allowed.length,
    };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
