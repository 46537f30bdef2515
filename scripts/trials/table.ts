import type { MigrationTrials } from '../../src/core/path/migration-trials.ts';
import type { Trial } from '../../src/core/path/trial.ts';
import { lineOf } from '../../src/core/versions/line-of.ts';
import type { Version } from '../../src/core/versions/version.ts';
import { cell } from './cell.ts';
import { endCell } from './end-cell.ts';
import { migrationsText } from './migrations-text.ts';

const code = (text: string): string => `\`${text}\``;

function page({ upgrade, missing }: Trial['page']): string {
  return missing ? `${endCell(upgrade)}; step 4 ${endCell(missing)}` : endCell(upgrade);
}

function baiup({ baiup: end }: Trial): string {
  const fixed = end.fixed ? `, after fixing ${end.fixed.map(code).join(', ')}` : '';
  return `${endCell(end)}${fixed}`;
}

function drift({ baiup: { drift: seen } }: Trial): string {
  return seen ? `${seen.structural.length} / ${seen.cosmetic} / ${seen.allowed}` : '';
}

function hopTable(trials: readonly Trial[]): string {
  const rows = trials.map((trial) => {
    const { from, to, route, rows: held } = trial;
    const ran =
      route.fill > 0 ? `${route.kind}, ${route.run} (${route.fill})` : `${route.kind}, ${route.run}`;
    return `| ${from} → ${to} | ${ran} | ${held.rows} in ${held.tables} | ${page(trial.page)} | ${baiup(trial)} | ${drift(trial)} | ${trial.baiup.seconds.toFixed(0)} |`;
  });
  return [
    '| hop | route, revisions (skipped by step 3) | rows in tables | the page: step 3 `alembic upgrade head` | baiup | drift: structural / cosmetic / allowed | s |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function spoiledTable(trials: readonly Trial[]): string {
  const rows = trials.map(
    (trial) =>
      `| ${code(trial.spoiled ?? '')} | ${trial.from} → ${trial.to} | ${page(trial.page)} | ${baiup(trial)} |`,
  );
  return ['| check | hop | the page | baiup |', '|---|---|---|---|', ...rows].join('\n');
}

const isMajor = ({ from, to }: Trial): boolean => lineOf(from as Version) !== lineOf(to as Version);

/** docs/trials.md, of all that is recorded. */
export function trialsPage(
  trials: readonly Trial[],
  migrations: MigrationTrials,
  consecutive: (trial: Trial) => boolean,
): string {
  const whole = trials.filter(({ spoiled }) => spoiled === undefined);
  const empty = whole.flatMap(({ from, rows }) => rows.empty.map((each) => `- ${from}: ${cell(each)}`));
  return `${[
    '# Trials',
    "What was seen when hops were tried on real packages: the database made by the source release's own `schema oneshot` and filled with rows of ours in every state that the release knows, one copy migrated by the vendor's page as written, one by baiup (its checks with `--fix`, then its route, each revision in a transaction of its own). \"Right\" means: `alembic_version` holds the target's head alone, and the structure is that of a fresh install but for what is listed with reasons in `src/core/schema/drift-allowed.ts`. What a trial proves is the migration of such rows, no more. Seconds are those of the baiup copy on a machine that had other things to do.",
    'Made by `npm run trials`, then `npm run trials -- --record`; a test fails when this page is not what is recorded. `npm run trials -- --hop FROM:TO` tries one hop. `npm run trials -- --count` counts the hops that `baiup path` can print for any two releases, and how many of them were tried: an untried one that runs revisions says so.',
    migrationsText(migrations),
    '## From each line to the next',
    hopTable(whole.filter((trial) => isMajor(trial) && consecutive(trial))),
    '## Within a line',
    hopTable(whole.filter((trial) => !isMajor(trial))),
    '## Over lines',
    hopTable(whole.filter((trial) => isMajor(trial) && !consecutive(trial))),
    '## Rows that break a hop',
    'Put in on purpose: the page fails on them; baiup finds them beforehand, says why, and fixes them or stays where it is.',
    spoiledTable(trials.filter(({ spoiled }) => spoiled !== undefined)),
    ...(empty.length > 0 ? ['## Tables that nothing of ours fitted', [...new Set(empty)].join('\n')] : []),
  ].join('\n\n')}\n`;
}
