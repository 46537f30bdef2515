import { breakingRows } from './breaking-rows.ts';

/** 26.09 makes a project for every user, under whatever policy for projects there is (revision c7a4f1e9b023). */
export const projectPolicy = breakingRows({
  code: 'database.project-policy',
  revision: 'c7a4f1e9b023',
  rows: {
    of: ['project_resource_policies.max_network_count', 'project_resource_policies.max_vfolder_count'],
    select:
      "SELECT 'no row' AS project_resource_policies WHERE NOT EXISTS (SELECT 1 FROM project_resource_policies)",
  },
  says: () =>
    'there is no resource policy for projects; the migration needs one to give every user a project',
  manual: 'create a project resource policy called "default"',
  fixes: {
    does: () => 'creates the project resource policy "default", without limits',
    statements: [
      {
        sql: `INSERT INTO project_resource_policies (name, max_vfolder_count, max_quota_scope_size, max_network_count)
VALUES ('default', 0, -1, -1)`,
        rows: 1,
      },
    ],
  },
});
