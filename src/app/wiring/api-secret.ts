import type { Inventory } from '../../core/cluster/inventory.ts';
import { asideBeside } from '../../io/database/aside/aside-beside.ts';
import { type DatabaseAddress, withDatabase } from '../../io/database/database.ts';
import { databaseErrorCode, noSuchDatabase } from '../../io/database/database-error.ts';
import { BaiupError, usageError } from '../../lib/errors.ts';
import { type Secret, secret } from '../../lib/secret.ts';
import { resolveSecret, type SecretHosts } from '../discovery/resolve-secret.ts';

const question = 'SELECT secret_key FROM keypairs WHERE access_key = $1';

/**
 * The secret key of the API's key pair, which the cluster's database may be asked for.
 * @throws BaiupError `cluster.secret-missing`
 */
export async function apiSecret(
  { accessKey, secretKey }: Inventory['api'],
  address: DatabaseAddress,
  secrets: SecretHosts,
): Promise<Secret> {
  const isOfDatabase = typeof secretKey === 'object' && 'from' in secretKey && !('file' in secretKey);
  if (!isOfDatabase) return resolveSecret('api.secretKey', secretKey, secrets);
  const ask = (at: DatabaseAddress) =>
    withDatabase(at, ({ query }) => query<{ secret_key: string }>(question, [accessKey]));
  const rows = await ask(address).catch(async (error: unknown) => {
    if (!(error instanceof BaiupError)) throw error;
    if (databaseErrorCode(error) !== noSuchDatabase) return undefined;
    // Of a run that was cut while its database was set aside.
    const aside = await asideBeside(address).catch(() => undefined);
    return aside && ask(aside).catch(() => undefined);
  });
  // Without a database no manager serves, and whoever needs the database says why it does not answer.
  if (rows === undefined) return secret('');
  const [row] = rows;
  if (row) return secret(row.secret_key);
  throw usageError(
    'cluster.secret-missing',
    `api.secretKey is that of ${accessKey} in the database, which has no such key pair`,
    "set api.accessKey in cluster.yaml to a superadmin's",
  );
}
