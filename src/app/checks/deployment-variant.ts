import { breakingRows, counted } from './breaking-rows.ts';
import { hangsOn } from './hangs-on.ts';

/** Revisions whose variant is gone fall back to "custom", which a database made by 26.04.0 to .3 need not have. */
export const deploymentVariant = breakingRows({
  code: 'database.deployment-variant',
  revision: 'd8e9f0a1b2c3',
  met: hangsOn('database.deployment-variant'),
  rows: {
    of: ['deployment_revisions.runtime_variant', 'deployment_revisions.endpoint', 'runtime_variants.name'],
    select: `SELECT r.id, r.endpoint, r.runtime_variant FROM deployment_revisions r
WHERE NOT EXISTS (SELECT 1 FROM runtime_variants v WHERE v.name IN (r.runtime_variant, 'custom'))
ORDER BY r.id`,
  },
  says: (count) =>
    `${counted(count, 'revision of a deployment names a runtime variant', 'revisions of deployments name runtime variants')} that is not there, and neither is "custom", which the migration would take instead`,
  manual: 'create the runtime variant "custom"',
  fixes: {
    does: () => 'creates the runtime variant "custom", as the revision 9229f72fa447 does',
    statements: [
      {
        sql: "INSERT INTO runtime_variants (name, description) VALUES ('custom', 'Custom (Default)')",
        rows: 1,
      },
    ],
  },
});
