import type { MigrationTrials } from '../../src/core/path/migration-trials.ts';
import { endCell } from './end-cell.ts';

const newestOf = (group: readonly string[] = []): string => group.at(-1) ?? '';

function failedTable({ sources, targets, failed }: MigrationTrials): string {
  const rows = failed.map(
    ({ source, target, rows: kind, end }) =>
      `| ${newestOf(sources[source])} → ${newestOf(targets[target])} | ${kind} | ${endCell(end)} |`,
  );
  return ['| migration | rows | how it ended |', '|---|---|---|', ...rows].join('\n');
}

/** The section of docs/trials.md on migrations, of which each stands for many hops. */
export function migrationsText(trials: MigrationTrials): string {
  const { sources, targets, ran, failed } = trials;
  const tried = ran.flat().filter((count) => count > 0).length;
  return [
    '## Migrations',
    `Hops are one migration where their sources stand at the same revisions, and where their targets have the same revisions in equal files (those below \`models/alembic\` and \`models/rbac_models/migration\`) and make an equal fresh install. So ${sources.flat().length} releases are ${sources.length} as sources and ${targets.length} as targets. What else a revision takes from the release's models, types of columns for the most part, is not compared.`,
    `${tried} migrations were tried, each on two databases: one that the source release's own command filled with what an installer leaves (\`installed\`), and one with rows of ours in every state that the release knows (\`invented\`). Each ran by baiup's checks with their fixes and by its own migrator, and what the database holds was counted before and after. \`npm run trials -- --policy page\` or \`--policy schema\` tries what is not tried yet, \`npm run trials -- --installs\` finds out which fresh installs are equal; both go on where they were cut.`,
    '`baiup path --policy schema` takes a hop that runs revisions and of which no trial is recorded only where no way without it leads to the target, however many more hops that makes; `--exact` judges a shorter chain.',
    ...(failed.length > 0
      ? [
          'These did not go through. Where that hung on the rows of the trial, no hop is refused for it: a check asks the database for such rows before anything stops, and the path says so.',
          failedTable(trials),
        ]
      : []),
  ].join('\n\n');
}
