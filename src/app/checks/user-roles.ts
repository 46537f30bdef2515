import { missingRole } from './missing-role.ts';

const lacking = `FROM users u WHERE NOT EXISTS (SELECT 1 FROM user_roles o JOIN roles r ON r.id = o.role_id
  WHERE o.user_id = u.uuid AND r.source = 'system')`;

/** 26.04.4 to .7 and 26.07.0 make missing roles of users by a table that has a column too many (revision 2c9000848b6e). */
export const userRoles = missingRole({
  code: 'database.user-roles',
  revision: '2c9000848b6e',
  of: ['users.uuid', 'user_roles.user_id', 'roles.source', 'permissions.role_id'],
  select: `SELECT u.uuid, u.email ${lacking} ORDER BY u.uuid`,
  noun: 'user',
  lacks: 'no role of the system',
  sql: `WITH lacking AS (SELECT u.uuid, uuid_generate_v4() AS role ${lacking}),
made AS (INSERT INTO roles (id, name, source, status)
  SELECT role, 'user-' || left(uuid::text, 8), 'system', 'active' FROM lacking),
allowed AS (INSERT INTO permissions (role_id, scope_type, scope_id, entity_type, operation)
  SELECT role, 'user', uuid::text, 'user', operation FROM lacking, unnest(ARRAY['read', 'update', 'soft-delete',
    'hard-delete', 'grant:all', 'grant:read', 'grant:update']) AS operation)
INSERT INTO user_roles (user_id, role_id) SELECT uuid, role FROM lacking`,
});
