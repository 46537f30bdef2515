import { breakingRows, counted } from './breaking-rows.ts';

const endless = `s.cluster_size <> 1 AND s.occupying_slots = '{}'::jsonb AND s.status_history ? 'RUNNING'
  AND NOT EXISTS (SELECT 1 FROM kernels k WHERE k.session_id = s.id AND k.occupied_slots <> '{}'::jsonb)`;

/**
 * 24.03.5 adds up what the kernels of a session took until no session is without a sum (revision 679e5721e94d): one whose
 * kernels took nothing keeps it going for ever.
 */
export const emptySlots = breakingRows({
  code: 'database.empty-slots',
  revision: '679e5721e94d',
  rows: {
    of: [
      'sessions.cluster_size',
      'sessions.occupying_slots',
      'sessions.status_history',
      'kernels.occupied_slots',
    ],
    select: `SELECT s.id, s.name, s.status FROM sessions s WHERE ${endless} ORDER BY s.id`,
  },
  says: (count) =>
    `${counted(count, 'session over several kernels', 'sessions over several kernels')} ran without a record of its slots; the migration never ends on such rows`,
  manual: `UPDATE sessions SET occupying_slots = '{"cpu": "0"}' for each`,
  fixes: {
    does: (count) =>
      `writes down that ${counted(count, 'session', 'sessions')} took no CPU, because nothing more is known`,
    statements: [{ sql: `UPDATE sessions s SET occupying_slots = '{"cpu": "0"}'::jsonb WHERE ${endless}` }],
  },
});
