import { breakingRows } from './breaking-rows.ts';

/**
 * Revision 17ea44123131 makes the table, and a fresh install of 25.10 to 25.12 does without, as its command does not
 * load the model: no later revision makes it, and from 25.13 on the release counts on it.
 */
export const eventLogsMissing = breakingRows({
  code: 'database.event-logs-missing',
  revision: '17ea44123131',
  met: ({ from, to }) => from >= '25.08' && to >= '25.13',
  rows: {
    of: ['users.uuid'],
    select: "SELECT 'event_logs' AS missing WHERE to_regclass('public.event_logs') IS NULL",
  },
  says: () =>
    'the table event_logs is missing: this database was made by 25.10, 25.11 or 25.12, whose command for new databases forgets it; the target needs it',
  manual: 'create the table as revision 17ea44123131 does',
  source: 'seen in trials: 25.12.1 → 25.13.4',
  fixes: {
    does: () => 'creates the empty table event_logs, as the revision would',
    statements: [
      {
        sql: `CREATE TABLE event_logs (
  id uuid DEFAULT uuid_generate_v4() NOT NULL CONSTRAINT pk_event_logs PRIMARY KEY,
  event_name character varying NOT NULL,
  event_domain character varying(64) NOT NULL,
  domain_id character varying,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  duration interval
)`,
      },
      { sql: 'CREATE INDEX ix_event_logs_created_at ON event_logs (created_at)' },
      { sql: 'CREATE INDEX ix_event_logs_domain_id ON event_logs (domain_id)' },
    ],
  },
});
