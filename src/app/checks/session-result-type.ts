import { breakingRows } from './breaking-rows.ts';
import { hangsOn } from './hangs-on.ts';

/** Databases from before 23.03, and those that 25.15.12 made, have both types; until 26.04.4 the default is in the way. */
export const sessionResultType = breakingRows({
  code: 'database.session-result-type',
  revision: '1cc9b47e0a8e',
  met: hangsOn('database.session-result-type'),
  rows: {
    of: ['sessions.result', 'kernels.result'],
    select: `SELECT s.udt_name AS sessions, k.udt_name AS kernels
FROM information_schema.columns s JOIN information_schema.columns k USING (table_schema, column_name)
WHERE table_schema = 'public' AND column_name = 'result' AND s.table_name = 'sessions' AND k.table_name = 'kernels'
  AND s.udt_name = 'sessionresults' AND k.udt_name = 'sessionresult'`,
  },
  says: () =>
    'results of sessions have the type sessionresults beside sessionresult, and the migration unites them without their default',
  manual: 'upgrade to 26.04.4 or later instead',
  source: 'the revision as 26.04.0 to 26.04.3 have it',
  fixes: {
    does: () =>
      'gives results of sessions the type that those of kernels have; sessions are locked meanwhile',
    statements: [
      { sql: 'ALTER TABLE sessions ALTER COLUMN result DROP DEFAULT' },
      {
        sql: 'ALTER TABLE sessions ALTER COLUMN result TYPE sessionresult USING result::text::sessionresult',
      },
      { sql: "ALTER TABLE sessions ALTER COLUMN result SET DEFAULT 'UNDEFINED'" },
      { sql: 'DROP TYPE sessionresults' },
    ],
  },
});
