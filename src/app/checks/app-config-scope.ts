import { breakingRows, counted } from './breaking-rows.ts';

/** 26.08 reads the scope of a piece of application configuration as a UUID (revision e5b71c94d2a8). */
export const appConfigScope = breakingRows({
  code: 'database.app-config-scope',
  revision: 'e5b71c94d2a8',
  rows: {
    of: ['app_config_fragments.scope_type', 'app_config_fragments.scope_id'],
    select: `SELECT f.id, f.config_name, f.scope_type, f.scope_id FROM app_config_fragments f
WHERE f.scope_type::text <> 'public' AND f.scope_id::text !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' ORDER BY f.id`,
  },
  says: (count) =>
    `${counted(count, 'piece of application configuration is', 'pieces of application configuration are')} bound to a user or domain by something other than its UUID; the migration aborts on that`,
  manual: 'put the UUID of the user or domain into scope_id, or delete the row',
});
