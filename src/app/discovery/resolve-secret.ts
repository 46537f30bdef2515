import { readFile } from 'node:fs/promises';
import type { SecretSource } from '../../core/cluster/inventory.ts';
import { usageError } from '../../lib/errors.ts';
import { type Secret, secret } from '../../lib/secret.ts';

/** A secret from where cluster.yaml says it is. `key` names it in errors: "database.password". */
export async function resolveSecret(key: string, source: SecretSource): Promise<Secret> {
  if (typeof source === 'string') return secret(source);
  if ('env' in source) {
    const value = process.env[source.env];
    if (value !== undefined) return secret(value);
    throw usageError(
      'cluster.secret-missing',
      `${key} is in the variable ${source.env}, which is not set`,
      `set it and try again: export ${source.env}=…`,
    );
  }
  try {
    return secret((await readFile(source.file, 'utf8')).trimEnd());
  } catch {
    throw usageError(
      'cluster.secret-missing',
      `${key} is in the file ${source.file}, which cannot be read`,
      'put it there, readable by you, and try again',
    );
  }
}
