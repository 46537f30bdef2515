import { breakingRows, counted } from './breaking-rows.ts';
import { hangsOn } from './hangs-on.ts';

/** 23.03.0 to 23.03.5 have tables of model services without an owner, which no API of theirs fills. */
export const endpointsEarly = breakingRows({
  code: 'database.endpoints-early',
  revision: '85984c98b90f',
  met: hangsOn('database.endpoints-early'),
  rows: {
    of: ['endpoints.id', 'routings.id'],
    select: `SELECT 'endpoints' AS "table", id FROM endpoints UNION ALL SELECT 'routings', id FROM routings ORDER BY 1, 2`,
  },
  says: (count) =>
    `${counted(count, 'row', 'rows')} of model services that have no owner, and the migration demands one`,
  manual: 'delete the rows of routings and of endpoints: no release before 23.03.6 serves models from them',
});
