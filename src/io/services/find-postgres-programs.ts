import { BaiupError } from '../../lib/errors.ts';
import { installedPostgres } from './installed-postgres.ts';
import { packagedPostgres } from './packaged-postgres.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { type ProgramSources, packagesOnly } from './wheels.ts';

/**
 * Installed programs where they are complete, else those of packages. They find their libraries themselves
 * (run paths), so they need no environment.
 * @throws BaiupError `postgres.missing`
 */
export async function findPostgresPrograms(sources: ProgramSources = {}): Promise<PostgresPrograms> {
  const installed = packagesOnly(sources) ? undefined : await installedPostgres(sources.env ?? process.env);
  if (installed) return installed;
  const packaged = sources.wheels ? await packagedPostgres(sources.wheels) : undefined;
  if (packaged) return packaged;
  throw new BaiupError('postgres.missing', 'no complete PostgreSQL (server, pg_dump, uuid-ossp) was found', {
    hint: 'install the packages postgresql and postgresql-contrib, or run `npm ci` with optional dependencies',
  });
}
