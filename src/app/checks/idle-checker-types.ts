import { breakingRows } from './breaking-rows.ts';

/**
 * 26.07.0 had revision d3f8a1c45e9b without a column that 26.08 counts on and that its text got later; 26.09 adds it
 * where it is missing (revision f2d658cac56b).
 */
export const idleCheckerTypes = breakingRows({
  code: 'database.idle-checker-types',
  revision: 'd3f8a1c45e9b',
  met: ({ from, to }) => from >= '26.07' && to >= '26.08' && to < '26.09',
  rows: {
    of: ['idle_checkers.spec'],
    select: `SELECT 'idle_checkers.target_session_types' AS missing WHERE NOT EXISTS (
  SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'idle_checkers'
    AND column_name = 'target_session_types')`,
  },
  says: () =>
    'the column idle_checkers.target_session_types is missing: 26.07.0 made the table without it, and no revision on the way to 26.08 adds it',
  manual: 'add the column, or upgrade to 26.09, which adds it',
  source: 'vendor revision f2d658cac56b of 26.09; seen in trials: 26.07.0 → 26.08.3',
  fixes: {
    does: () => 'adds the empty column: these checkers look at no session until somebody names the types',
    statements: [
      {
        sql: "ALTER TABLE idle_checkers ADD COLUMN target_session_types character varying(64)[] DEFAULT '{}' NOT NULL",
      },
    ],
  },
});
