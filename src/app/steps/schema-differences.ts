import { readFile } from 'node:fs/promises';
import type { Difference } from '../../core/plan/receipt-parts.ts';
import { compareSchemas } from '../../core/schema/drift.ts';
import { allowedUpTo } from '../../core/schema/drift-allowed.ts';
import type { Drift } from '../../core/schema/drift-kinds.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { StepContext } from './context.ts';
import { keptFiles } from './kept-files.ts';

/** How the database differs from the fresh install that was made before the stop, and whose each difference is. */
export async function schemaDifferences(
  { hop, toLine }: { readonly hop: number; readonly toLine: string },
  context: Pick<StepContext, 'database' | 'runFolder'>,
): Promise<Difference[]> {
  const expected = JSON.parse(
    await readFile(keptFiles(context, hop).expectedSchema, 'utf8'),
  ) as SchemaSnapshot;
  const allowances = allowedUpTo(toLine);
  const drift = compareSchemas(await context.database.schema(), expected, allowances);
  const reasonOf = ({ kind, object }: Drift) => {
    const known = allowances.find((each) => each.kind === kind && each.object === object);
    return known ? { reason: known.reason, source: known.source } : {};
  };
  return [
    ...drift.structural.map((each) => ({ whose: 'ours' as const, ...each })),
    ...drift.allowed.map((each) => ({ whose: 'vendor' as const, ...each, ...reasonOf(each) })),
    ...drift.cosmetic.map((each) => ({ whose: 'cosmetic' as const, ...each })),
  ];
}
