import { missingRole } from './missing-role.ts';

/** Before 26.04 a role belongs to a project by its permissions, and is entered by a revision on the way. */
const lacking = `FROM groups g WHERE NOT EXISTS (SELECT 1 FROM roles r
  WHERE r.name IN ('project-' || left(g.id::text, 8) || '-member', 'role_project_' || left(g.id::text, 8) || '_member')
    AND (EXISTS (SELECT 1 FROM association_scopes_entities a WHERE a.scope_type = 'project' AND a.scope_id = g.id::text
                 AND a.entity_type = 'role' AND a.entity_id = r.id::text)
      OR to_regclass('public.runtime_variants') IS NULL AND EXISTS (SELECT 1 FROM permissions p
                 WHERE p.role_id = r.id AND p.scope_type = 'project' AND p.scope_id = g.id::text)))`;

/** 26.04.4 to .7 and 26.07.0 make missing roles of projects by a table that has a column too many (revision e3fb172166dc). */
export const projectRoles = missingRole({
  code: 'database.project-roles',
  revision: 'e3fb172166dc',
  of: ['groups.id', 'roles.name', 'permissions.role_id', 'association_scopes_entities.entity_id'],
  select: `SELECT g.id, g.name ${lacking} ORDER BY g.id`,
  noun: 'project',
  lacks: 'no role for members',
  sql: `WITH lacking AS (SELECT g.id, uuid_generate_v4() AS role ${lacking}),
made AS (INSERT INTO roles (id, name, source, status)
  SELECT role, 'project-' || left(id::text, 8) || '-member', 'system', 'active' FROM lacking),
allowed AS (INSERT INTO permissions (role_id, scope_type, scope_id, entity_type, operation)
  SELECT role, 'project', id::text, entity, 'read' FROM lacking, unnest(ARRAY['user', 'vfolder', 'image', 'session',
    'artifact', 'artifact_registry', 'app_config', 'notification_channel', 'notification_rule', 'model_deployment',
    'model_card']) AS entity)
INSERT INTO association_scopes_entities (scope_type, scope_id, entity_type, entity_id)
  SELECT 'project', id::text, 'role', role::text FROM lacking`,
});
