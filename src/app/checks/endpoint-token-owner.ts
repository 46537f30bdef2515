import { breakingRows, counted } from './breaking-rows.ts';

/** 25.04 forbids service tokens that name no owner (revision 70e0533aa49a); earlier lines let them be. */
export const endpointTokenOwner = breakingRows({
  code: 'database.endpoint-token-owner',
  revision: '70e0533aa49a',
  rows: {
    of: ['endpoint_tokens.session_owner', 'endpoint_tokens.endpoint', 'endpoints.session_owner'],
    select:
      'SELECT t.id, t.endpoint, t.created_at FROM endpoint_tokens t WHERE t.session_owner IS NULL ORDER BY t.id',
  },
  says: (count) =>
    `${counted(count, 'service token names no owner', 'service tokens name no owner')}; the migration forbids that`,
  manual: 'give each the owner of its service, or delete it',
  fixes: {
    does: (count) =>
      `gives ${counted(count, 'service token', 'service tokens')} the owner of the service, and deletes those whose service is gone`,
    statements: [
      {
        sql: `UPDATE endpoint_tokens t SET session_owner = e.session_owner
FROM endpoints e WHERE e.id = t.endpoint AND t.session_owner IS NULL`,
      },
      { sql: 'DELETE FROM endpoint_tokens WHERE session_owner IS NULL' },
    ],
  },
});
