import { breakingRows, counted, runs } from './breaking-rows.ts';
import { hangsOn } from './hangs-on.ts';
import { missingRole } from './missing-role.ts';

const revision = '2c9000848b6e';
const code = 'database.user-roles';
const of = ['users.uuid', 'user_roles.user_id', 'roles.source', 'permissions.role_id'];

const lacking = `FROM users u WHERE NOT EXISTS (SELECT 1 FROM user_roles o JOIN roles r ON r.id = o.role_id
  WHERE o.user_id = u.uuid AND r.source = 'system')`;
const select = `SELECT u.uuid, u.email ${lacking} ORDER BY u.uuid`;

/** The role that the API of 26.03.3 gives to users whom it makes. */
const sql = `WITH lacking AS (SELECT u.uuid, uuid_generate_v4() AS role ${lacking}),
made AS (INSERT INTO roles (id, name, source, status)
  SELECT role, 'user-' || left(uuid::text, 8), 'system', 'active' FROM lacking),
allowed AS (INSERT INTO permissions (role_id, scope_type, scope_id, entity_type, operation)
  SELECT role, 'user', uuid::text, entity, operation FROM lacking, unnest(ARRAY['user', 'vfolder', 'image', 'session',
    'artifact', 'artifact_registry', 'app_config', 'notification_channel', 'notification_rule', 'model_deployment'])
    AS entity, unnest(ARRAY['create', 'read', 'update', 'soft-delete', 'hard-delete', 'grant:all', 'grant:read',
    'grant:update']) AS operation
  WHERE NOT (entity = 'user' AND operation = 'create'))
INSERT INTO user_roles (user_id, role_id) SELECT uuid, role FROM lacking`;

/** 26.04.4 to .7 and 26.07.0 make missing roles of users by a table that has a column too many. */
export const userRoles = missingRole({
  ...{ code, revision, of, select, sql },
  noun: 'user',
  lacks: 'no role of the system',
});

const makesThem = runs(revision);
const fails = hangsOn(code);

/**
 * Other releases make the missing roles with rights on the users themselves alone, and from then on a folder is listed by
 * rights: seen from 26.03.3 to 26.04.16, GET /folders answered 403.
 */
export const userRights = breakingRows({
  code: 'database.user-rights',
  revision,
  met: (hop) => makesThem(hop) && !fails(hop),
  rows: { of, select },
  says: (count) =>
    `${counted(count, 'user has', 'users have')} no role of the system, as those who signed up by themselves; the migration makes one without rights on folders and sessions, and from then on their folders are refused to them`,
  manual:
    'make each a role of the system with these rights before the hop, or accept it and give them rights after it',
  source: 'seen from 26.03.3 to 26.04.16',
  givesUp: true,
  fixes: {
    does: (count) => `gives ${counted(count, 'user', 'users')} the role that 26.03 gives to new users`,
    statements: [{ sql }],
  },
});
