import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RowsOfTrial } from '../../src/core/path/migration-trials.ts';
import type { TrialEnd } from '../../src/core/path/trial.ts';
import { cacheHome } from '../../src/lib/state-home.ts';

/** What was seen of one migration, on rows of one kind. */
export interface MigrationResult {
  /** The releases that stood for those that are one with them (`migrations.ts`). */
  readonly from: string;
  readonly to: string;
  readonly rows: RowsOfTrial;
  /** How many revisions ran. */
  readonly ran: number;
  /** ISO 8601. */
  readonly at: string;
  /** With copying, counting and comparing. */
  readonly seconds: number;
  readonly end: TrialEnd;
}

const folder = (): string => join(cacheHome(), 'trials');
const file = (): string => join(folder(), 'migrations.jsonl');

/** All results, in the order in which they came. */
export async function migrationResults(): Promise<readonly MigrationResult[]> {
  const text = await readFile(file(), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    // A run that was killed may leave half a line.
    if (!line.endsWith('}')) return [];
    return [JSON.parse(line) as MigrationResult];
  });
}

/** Kept as it comes, so that a run which is cut goes on where it was. */
export async function keepMigration(result: MigrationResult): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  await appendFile(file(), `${JSON.stringify(result)}\n`, { mode: 0o600 });
}
