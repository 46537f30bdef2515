import { breakingRows, counted } from './breaking-rows.ts';

/**
 * 26.04 empties the image of a deployment's revision where the image is gone, and allows an empty one only afterwards
 * (revision c7d8e9f0a1b2): the first such row ends it.
 */
export const deploymentImageGone = breakingRows({
  code: 'database.deployment-image-gone',
  revision: 'c7d8e9f0a1b2',
  rows: {
    of: ['deployment_revisions.image', 'deployment_revisions.endpoint', 'images.id'],
    select: `SELECT r.id, r.endpoint, r.image FROM deployment_revisions r
WHERE r.image IS NOT NULL AND NOT EXISTS (SELECT 1 FROM images i WHERE i.id = r.image)
  AND EXISTS (SELECT 1 FROM information_schema.columns c WHERE c.table_schema = 'public'
              AND c.table_name = 'deployment_revisions' AND c.column_name = 'image' AND c.is_nullable = 'NO')
ORDER BY r.id`,
  },
  says: (count) =>
    `${counted(count, 'revision of a deployment names an image', 'revisions of deployments name images')} that is gone; the migration empties the column before it allows empty values`,
  manual: 'ALTER TABLE deployment_revisions ALTER COLUMN image DROP NOT NULL',
  fixes: {
    does: () => 'allows revisions of deployments without an image; the migration itself does so too late',
    statements: [{ sql: 'ALTER TABLE deployment_revisions ALTER COLUMN image DROP NOT NULL' }],
  },
});
