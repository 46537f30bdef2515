import { readFile } from 'node:fs/promises';
import { parse } from 'smol-toml';
import type { SecretSource } from '../../core/cluster/secret-source.ts';
import { valueUnder } from '../../core/configuration/value-under.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { variablesInFile } from '../../io/services/variables-in-file.ts';
import { usageError } from '../../lib/errors.ts';
import { type Secret, secret } from '../../lib/secret.ts';

/** The host of a member, or the host, that a secret is read from. */
export type SecretHosts = (from: string) => Pick<HostReader, 'name' | 'readText'>;

const missing = (message: string, hint: string) => usageError('cluster.secret-missing', message, hint);

/**
 * A file of variables may pass for TOML, which takes `1e5` and dates for something else than the text that they are: a
 * name without dots is that of a variable, unless the file is called otherwise.
 */
function valueIn(text: string, file: string, key: string): string | undefined {
  if (/^\w+$/.test(key) && !file.endsWith('.toml')) {
    const variable = variablesInFile(text).get(key);
    if (variable !== undefined) return variable;
  }
  try {
    const found = valueUnder(parse(text), key);
    return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
  } catch {
    return variablesInFile(text).get(key);
  }
}

async function ofHost(
  name: string,
  { from, file, key }: Extract<SecretSource, { key: string }>,
  hosts: SecretHosts,
): Promise<Secret> {
  const host = hosts(from);
  const text = await host.readText(file);
  const value = text === undefined ? undefined : valueIn(text, file, key);
  if (value !== undefined) return secret(value);
  const why = text === undefined ? 'there is no such file' : 'there is no such key';
  throw missing(
    `${name} is under ${key} in ${file} on ${host.name}, and ${why}`,
    `correct ${name} in cluster.yaml, or give it as { env: NAME }`,
  );
}

/** A secret from where cluster.yaml says it is. `key` names it in errors: "database.password". */
export async function resolveSecret(key: string, source: SecretSource, hosts: SecretHosts): Promise<Secret> {
  if (typeof source === 'string') return secret(source);
  if ('key' in source) return ofHost(key, source, hosts);
  if ('from' in source) {
    throw missing(
      `${key} cannot be read from the database: only api.secretKey can`,
      'say where it is: { from: m1, file: PATH, key: KEY }',
    );
  }
  if ('env' in source) {
    const value = process.env[source.env];
    if (value !== undefined) return secret(value);
    throw missing(
      `${key} is in the variable ${source.env}, which is not set`,
      `set it and try again: export ${source.env}=…`,
    );
  }
  try {
    return secret((await readFile(source.file, 'utf8')).trimEnd());
  } catch {
    throw missing(
      `${key} is in the file ${source.file}, which cannot be read`,
      'put it there, readable by you, and try again',
    );
  }
}
