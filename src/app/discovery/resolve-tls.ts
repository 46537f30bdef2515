import { type DeclaredTls, type PemFile, withFiles } from '../../core/cluster/server-tls.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import type { ServerTls } from '../../io/hosts/server-tls.ts';
import { messageOf, usageError } from '../../lib/errors.ts';
import { secret } from '../../lib/secret.ts';
import type { SecretHosts } from './resolve-secret.ts';

/** Where files of cluster.yaml are read: on the machine that baiup runs on, and on hosts. */
export interface PemReaders {
  readonly here: Pick<HostReader, 'name' | 'readText'>;
  readonly hosts: SecretHosts;
}

async function read(key: string, file: PemFile, { here, hosts }: PemReaders): Promise<string> {
  const [host, path] = typeof file === 'string' ? [here, file] : [hosts(file.from), file.file];
  const why = await host.readText(path).then(
    (text) =>
      text?.includes('-----BEGIN ')
        ? { text }
        : `${text === undefined ? 'there is no such file' : 'it is no PEM file'}`,
    (error: unknown) => messageOf(error),
  );
  if (typeof why === 'object') return why.text;
  throw usageError(
    'cluster.tls-file',
    `${key} in cluster.yaml names ${path} on ${host.name}, and it cannot be used: ${why}`,
    `put it there, readable by you, or correct ${key}`,
  );
}

/**
 * What cluster.yaml says of a server's TLS, with the files that it names. `key` names it in errors: "database.tls".
 * @throws BaiupError `cluster.tls-file`
 */
export async function resolveTls(
  key: string,
  declared: DeclaredTls | undefined,
  readers: PemReaders,
): Promise<ServerTls | undefined> {
  if (declared === undefined) return undefined;
  const { mode, name, ...files } = withFiles(declared);
  const text = async (word: 'ca' | 'cert' | 'key'): Promise<string | undefined> => {
    const file = files[word];
    return file === undefined ? undefined : read(`${key}.${word}`, file, readers);
  };
  const [ca, cert, own] = [await text('ca'), await text('cert'), await text('key')];
  return {
    mode,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(own === undefined ? {} : { key: secret(own) }),
    ...(name === undefined ? {} : { name }),
  };
}
