import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../../src/core/catalog/catalog.ts';
import { judgeAgain } from '../../src/core/path/judge-again.ts';
import {
  type FailedMigration,
  type MigrationTrials,
  rowsOfTrials,
} from '../../src/core/path/migration-trials.ts';
import { root } from '../lib/baiup.ts';
import { knownMigrations, migrationKey } from './known-migrations.ts';
import { type Group, groupsOf } from './migrations.ts';

const versionsOf = (groups: readonly Group[]): string[][] =>
  groups.map(({ releases }) => releases.map(({ version }) => version));

/** What is known of all migrations: tried is what was tried on rows of both kinds. */
export async function migrationTrials(catalog: Catalog): Promise<MigrationTrials> {
  const groups = await groupsOf(catalog);
  const known = await knownMigrations(groups);
  const failed: FailedMigration[] = [];
  const ran = groups.sources.map((_, source) =>
    groups.targets.map((_, target) => {
      const results = rowsOfTrials.flatMap((rows) => known.get(migrationKey({ source, target, rows })) ?? []);
      if (results.length < rowsOfTrials.length) return 0;
      for (const { rows, end, to } of results) {
        const now = judgeAgain(end, to);
        if (now.outcome !== 'right') failed.push({ source, target, rows, end: now });
      }
      return results[0]?.ran ?? 0;
    }),
  );
  return { sources: versionsOf(groups.sources), targets: versionsOf(groups.targets), ran, failed };
}

/** Commits it. @returns how many migrations were tried, and how many of them did not go through */
export async function recordMigrations(catalog: Catalog): Promise<{ tried: number; failed: number }> {
  const trials = await migrationTrials(catalog);
  const { sources, targets, ran, failed } = trials;
  const list = (rows: readonly unknown[]): string =>
    `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
  const parts = { sources, targets, ran, failed };
  const text = Object.entries(parts).map(([name, rows]) => `"${name}": ${list(rows)}`);
  writeFileSync(join(root, 'src/core/path/migration-trials.generated.json'), `{\n${text.join(',\n')}\n}\n`);
  return {
    tried: ran.flat().filter((count) => count > 0).length,
    failed: new Set(failed.map(({ source, target }) => `${source} ${target}`)).size,
  };
}
