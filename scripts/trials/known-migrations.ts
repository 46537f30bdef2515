import type { RowsOfTrial } from '../../src/core/path/migration-trials.ts';
import { type MigrationResult, migrationResults } from './migration-results.ts';
import { type Groups, placesOf } from './migrations.ts';

interface Place {
  /** Places of the groups. */
  readonly source: number;
  readonly target: number;
  readonly rows: RowsOfTrial;
}

export const migrationKey = ({ source, target, rows }: Place): string => `${source} ${target} ${rows}`;

/** The newest result of each migration, whichever releases stood for their groups then. */
export async function knownMigrations(groups: Groups): Promise<ReadonlyMap<string, MigrationResult>> {
  const [sources, targets] = [placesOf(groups.sources), placesOf(groups.targets)];
  const known = new Map<string, MigrationResult>();
  for (const result of await migrationResults()) {
    const [source, target] = [sources.get(result.from), targets.get(result.to)];
    if (source === undefined || target === undefined) continue;
    known.set(migrationKey({ source, target, rows: result.rows }), result);
  }
  return known;
}
