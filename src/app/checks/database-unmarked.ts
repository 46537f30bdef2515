import { type LostHistory, lostHistory } from '../../core/schema/lost-history.ts';
import type { Check, CheckInput } from './check.ts';

const code = 'database.unmarked';

/** Tables and columns that 26.01 brought, and one that only 26.02 has. */
const rows = {
  of: ['users.uuid'],
  select: `WITH has AS (
  SELECT to_regclass('public.deployment_policies') IS NOT NULL AS in_25_19,
    to_regclass('public.entity_fields') IS NOT NULL AS first_of_26_01,
    to_regclass('public.resource_slot_types') IS NOT NULL AS in_26_02,
    (SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public' AND (table_name, column_name, is_nullable)
      IN (('domain_fair_shares', 'weight', 'YES'), ('user_fair_shares', 'scheduling_rank', 'YES'),
          ('kernels', 'last_observed_at', 'YES'))) AS last_of_26_01)
SELECT CASE WHEN in_25_19 AND NOT first_of_26_01 AND last_of_26_01 = 0 AND NOT in_26_02 THEN 'before'
  WHEN in_25_19 AND first_of_26_01 AND last_of_26_01 = 3 AND NOT in_26_02 THEN 'made' ELSE 'neither' END AS tables
FROM has`,
};

/** What revision 3b27edfaae20 makes and the models of 26.01.0 leave out; no later revision makes them (seen in a trial). */
const leftOut = [
  'CREATE INDEX IF NOT EXISTS ix_kernels_fair_share_running ON kernels (scaling_group) WHERE terminated_at IS NULL AND starts_at IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS ix_kernels_fair_share_terminated ON kernels (scaling_group, terminated_at) WHERE terminated_at IS NOT NULL AND starts_at IS NOT NULL',
];

interface Found {
  readonly lost: LostHistory;
  /** What the mark has to be; undefined where the tables are no release's. */
  readonly mark: string | undefined;
}

/** A database without a mark, of a release that was published without its migrations. */
function unmarked({ snapshot }: CheckInput): Found | undefined {
  const lost = snapshot.components.flatMap(({ version }) => lostHistory(version ?? '') ?? [])[0];
  if (!lost || snapshot.revisions.length > 0) return undefined;
  const tables = snapshot.rows[code]?.first[0]?.['tables'];
  return { lost, mark: tables === 'made' ? lost.made : tables === 'before' ? lost.before.head : undefined };
}

function summaryOf({ lost: { version, before, made }, mark }: Found): string {
  if (mark === made)
    return `alembic_version has no row, and the tables are those of ${version}: the database was made by its models, which write no mark`;
  if (mark === undefined)
    return `alembic_version has no row, and the tables are neither those of ${before.version} nor those of ${version}`;
  return `alembic_version has no row, and the tables are those of ${before.version}: its mark was emptied`;
}

/** 26.01.0 knows no revision: it marks no database that it makes, and \`stamp heads\` empties the mark of one that it is given. */
export const databaseUnmarked: Check = {
  code,
  rows,
  find: (input) => {
    const found = unmarked(input);
    if (!found) return [];
    const hint =
      found.mark === undefined
        ? 'restore what was saved before, or ask for help: no upgrade starts from a database in between'
        : `INSERT INTO alembic_version VALUES ('${found.mark}')`;
    return [
      {
        code,
        severity: 'blocker',
        subject: input.snapshot.cluster,
        summary: summaryOf(found),
        hint,
        source: 'the wheel of 26.01.0; tag 26.1.0',
      },
    ];
  },
  fix: {
    make: (input) => {
      const { mark, lost } = unmarked(input) ?? {};
      const isMade = mark !== undefined && mark === lost?.made;
      return {
        kind: 'sql',
        does: `writes down that the database stands at ${mark}${isMade ? ', and makes two indexes of kernels that its models left out' : ''}`,
        statements: [
          {
            sql: 'CREATE TABLE IF NOT EXISTS alembic_version (version_num varchar(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY)',
          },
          { sql: `INSERT INTO alembic_version (version_num) VALUES ('${mark}')`, rows: 1 },
          ...(isMade ? leftOut.map((sql) => ({ sql })) : []),
        ],
      };
    },
  },
};
