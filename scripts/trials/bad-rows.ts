/** Rows that break a hop, put in on purpose to see that their check finds and fixes them. */
export interface BadRows {
  /** The check that is to find them. */
  readonly code: string;
  readonly from: string;
  readonly to: string;
  readonly sql: readonly string[];
}

const nobody = "'00000000-dead-4000-8000-000000000000'";

export const badRows: readonly BadRows[] = [
  {
    code: 'database.model-store',
    from: '23.09.10',
    to: '24.03.11',
    sql: [
      `INSERT INTO groups SELECT (jsonb_populate_record(g, jsonb_build_object('id', ${nobody}::text, 'name', 'model-store'))).*
       FROM groups g WHERE g.domain_name = 'default' LIMIT 1`,
    ],
  },
  {
    code: 'database.empty-slots',
    from: '23.09.10',
    to: '24.03.11',
    sql: [
      "UPDATE sessions SET cluster_size = 2, occupying_slots = '{}' WHERE id = (SELECT id FROM sessions ORDER BY id LIMIT 1)",
      "UPDATE kernels SET occupied_slots = '{}' WHERE session_id = (SELECT id FROM sessions ORDER BY id LIMIT 1)",
    ],
  },
  {
    code: 'database.vfolder-orphans',
    from: '24.03.11',
    to: '24.09.14',
    sql: [
      `UPDATE vfolders SET "user" = ${nobody} WHERE id = (SELECT id FROM vfolders WHERE "user" IS NOT NULL ORDER BY id LIMIT 1)`,
    ],
  },
  {
    code: 'database.endpoint-token-owner',
    from: '25.03.3',
    to: '25.04.0',
    sql: ['UPDATE endpoint_tokens SET session_owner = NULL'],
  },
  {
    code: 'database.folder-permission-twice',
    from: '25.13.4',
    to: '25.14.5',
    sql: [
      `UPDATE vfolder_permissions p SET "user" = f."user" FROM vfolders f WHERE f.id = p.vfolder AND f.ownership_type = 'user'`,
    ],
  },
  {
    code: 'database.kernel-ports',
    from: '26.03.3',
    to: '26.04.16',
    sql: [
      "UPDATE routings SET status = 'healthy'",
      `UPDATE kernels k SET service_ports = 'null'::jsonb, cluster_role = 'main' FROM routings r WHERE k.session_id = r.session`,
    ],
  },
  {
    code: 'database.deployment-image-gone',
    from: '26.03.3',
    to: '26.04.16',
    sql: [
      `UPDATE deployment_revisions SET image = ${nobody} WHERE id = (SELECT id FROM deployment_revisions ORDER BY id LIMIT 1)`,
    ],
  },
  {
    code: 'database.app-config-scope',
    from: '26.07.0',
    to: '26.08.3',
    sql: [
      "UPDATE app_config_fragments SET scope_type = 'domain', scope_id = 'default' WHERE id = (SELECT id FROM app_config_fragments ORDER BY id LIMIT 1)",
    ],
  },
  {
    code: 'database.audit-actor',
    from: '26.07.0',
    to: '26.08.3',
    sql: ["UPDATE audit_logs SET triggered_by = 'the night shift'"],
  },
  {
    code: 'database.folder-name-twice',
    from: '26.08.3',
    to: '26.09.6',
    sql: [
      `UPDATE vfolders SET name = 'data', status = 'ready', ownership_type = 'group', "user" = NULL, "group" = (SELECT id FROM groups ORDER BY id LIMIT 1)`,
    ],
  },
  {
    code: 'database.project-policy',
    from: '26.08.3',
    to: '26.09.6',
    sql: ['TRUNCATE groups, project_resource_policies CASCADE'],
  },
];
