import { breakingRows, counted } from './breaking-rows.ts';

/** 24.09.0 demands a project of registries and images, later releases do not, and no revision between says so. */
export const projectDemanded = breakingRows({
  code: 'database.project-demanded',
  revision: 'e9e574a6e22d',
  rows: {
    of: ['container_registries.project', 'images.project'],
    select: `SELECT table_name || '.' || column_name AS "column" FROM information_schema.columns
WHERE table_schema = 'public' AND table_name IN ('container_registries', 'images') AND column_name = 'project'
  AND is_nullable = 'NO' ORDER BY 1`,
  },
  says: (count) =>
    `${counted(count, 'column', 'columns')} that 24.09.0 made NOT NULL: later releases write no project there, and no revision lets them`,
  manual: 'let the columns be null',
  source: 'models of 24.09.0 and 24.09.1; seen in trials: 24.09.0 → 25.01.1',
  fixes: {
    does: () => 'lets registries and images have no project, as releases from 24.09.1 on do',
    statements: ['container_registries', 'images'].map((table) => ({
      sql: `ALTER TABLE ${table} ALTER COLUMN project DROP NOT NULL`,
    })),
  },
});
