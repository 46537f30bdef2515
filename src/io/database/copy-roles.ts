import { type Database, type DatabaseAddress, withDatabase } from './database.ts';
import { identifier } from './identifier.ts';

async function rolesOf(database: Database): Promise<readonly string[]> {
  const rows = await database.query<{ name: string }>(
    "SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY rolname",
  );
  return rows.map(({ name }) => name);
}

/**
 * Makes the roles of one server on another that lacks them; nobody can log in by them. A dump has no roles, and what
 * names one (a policy, a user mapping) could not be loaded there.
 */
export async function copyRoles(from: DatabaseAddress, to: DatabaseAddress): Promise<void> {
  const wanted = await withDatabase(from, rolesOf);
  await withDatabase(to, async (database) => {
    const known = new Set(await rolesOf(database));
    for (const name of wanted.filter((each) => !known.has(each)))
      await database.query(`CREATE ROLE ${identifier(name)} NOLOGIN`);
  });
}
