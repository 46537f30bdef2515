import { BaiupError } from '../../lib/errors.ts';
import type { PostgresPrograms } from './postgres-programs.ts';

/**
 * @param major what the cluster's server is of: an older one could not take its dump
 * @throws BaiupError `scratch.postgres-older`
 */
export function refuseOlder(
  { serverVersion: [own = 0] }: Pick<PostgresPrograms, 'serverVersion'>,
  major: number,
  where: string,
): void {
  if (own >= major) return;
  throw new BaiupError(
    'scratch.postgres-older',
    `the cluster's PostgreSQL is ${major}, the one found ${where} ${own}: it cannot hold a copy`,
    { hint: `install the package postgresql-${major}`, left: 'nothing was changed' },
  );
}
