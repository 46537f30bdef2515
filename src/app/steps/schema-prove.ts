import { z } from 'zod';
import type { Difference } from '../../core/plan/receipt-parts.ts';
import { BaiupError } from '../../lib/errors.ts';
import { schemaDifferences } from './schema-differences.ts';
import { sourceSchema } from './site-differences.ts';
import { nothingToUndo, type Step } from './step.ts';
import { databaseIn, whichDatabase } from './which-database.ts';

const params = z.strictObject({
  ...whichDatabase,
  head: z.string(),
  toLine: z.string(),
  /** What the hop begins with; absent where no environment of it can be asked. */
  source: sourceSchema.optional(),
});

/** How many differences there are of each sort. */
export function countOf(differences: readonly Difference[]) {
  const count = (wanted: Difference['whose']): number =>
    differences.filter(({ whose }) => whose === wanted).length;
  return { structural: count('ours'), cosmetic: count('cosmetic'), allowed: count('vendor') };
}

const shown = 5;

/** What became of what the site has, in words; any other difference by its kind. */
function inWords({ kind, object }: Difference): string {
  switch (kind) {
    case 'site-lost':
      return `${object}, which the site had, is gone`;
    case 'site-changed':
      return `${object}, which the site had, is not as it was`;
    default:
      return `${object}: ${kind}`;
  }
}

/** Where nobody could say what was there before, that is a part of the reason. */
function untold(ours: readonly Difference[]): string {
  const why = ours.find(({ reason }) => reason !== undefined)?.reason;
  return why === undefined ? '' : `. What was there before the migration is not known: ${why}`;
}

/** @throws BaiupError `prove.access`, `prove.drift` where something differs that must not */
function refuseOurs(differences: readonly Difference[]): void {
  const ours = differences.filter(({ whose }) => whose === 'ours');
  const owners = ours.filter(({ kind }) => kind === 'owner-other');
  const denied = ours.filter(({ kind }) => kind === 'access-missing');
  if (owners.length + denied.length > 0) {
    const all = [
      ...owners.map(({ object, actual, expected }) => `${object} belongs to ${actual}, not to ${expected}`),
      ...denied.map(({ object, expected }) => `${object} lacks ${expected}`),
    ];
    throw new BaiupError(
      'prove.access',
      `${all.length} owners or rights are not as they were before the migration: ${all.slice(0, shown).join('; ')}`,
    );
  }
  if (ours.length === 0) return;
  const named = ours.slice(0, shown).map(inWords);
  throw new BaiupError(
    'prove.drift',
    `the migrated schema has ${ours.length} differences from a fresh install: ${named.join('; ')}${untold(ours)}`,
  );
}

/**
 * One revision row, the head; the structure of a fresh install, except for what the vendor's own migrations leave; and
 * owners and rights as they were, also on what is new.
 */
export const schemaProve: Step<z.infer<typeof params>> = {
  kind: 'schema.prove',
  params,
  title: ({ head, database }) =>
    `alembic_version${database ? ` of ${database}` : ''} is ${head} alone, and the schema is that of a fresh install`,
  estimate: 0.5,
  probe: async () => 'todo',
  apply: async ({ hop, head, toLine, database, source }, context) => {
    const revisions = await databaseIn(context, { database }).revisions();
    if (revisions.length !== 1 || revisions[0] !== head) {
      throw new BaiupError(
        'prove.revisions',
        `alembic_version holds ${revisions.join(', ') || 'nothing'}, not ${head} alone`,
      );
    }
    const differences = await schemaDifferences({ hop, toLine, database, source }, context);
    refuseOurs(differences);
    return { revisions: [...revisions], ...countOf(differences), differences };
  },
  verify: async () => undefined,
  undo: nothingToUndo,
};
