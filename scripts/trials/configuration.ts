import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { loopback } from '../../src/app/rehearsal/copy-servers.ts';
import type { DatabaseAddress } from '../../src/io/database/database.ts';

/** Where one copy is: a database, and a namespace in etcd. */
export interface CopyLocation {
  readonly address: DatabaseAddress;
  readonly etcdPort: number;
  readonly namespace: string;
  /** The manager's working folder, with the files below. */
  readonly workdir: string;
}

/** manager.toml as every release from 22.09 on reads it, and as the revision that moves registries reads it too. */
function managerConfiguration({ address, etcdPort, namespace, workdir }: CopyLocation): string {
  return stringify({
    etcd: { namespace, addr: { host: loopback, port: etcdPort }, user: '', password: '' },
    db: {
      type: 'postgresql',
      addr: { host: address.host, port: address.port },
      name: address.name,
      user: address.user,
      password: address.password.reveal(),
    },
    manager: {
      'num-proc': 1,
      'service-addr': { host: loopback, port: 8081 },
      'ssl-enabled': false,
      'heartbeat-timeout': 40,
      'rpc-auth-manager-keypair': join(workdir, 'manager.key_secret'),
      'pid-file': join(workdir, 'manager.pid'),
      'ipc-base-path': workdir,
      'distributed-lock': 'pg_advisory',
      'hide-agents': true,
    },
    'docker-registry': { 'ssl-verify': false },
    logging: {
      level: 'INFO',
      drivers: ['console'],
      'pkg-ns': { '': 'WARNING', 'ai.backend': 'INFO' },
      console: { colored: false, format: 'verbose' },
    },
    debug: { enabled: false },
  });
}

/** alembic.ini, which no package brings; it logs each revision, so that the one that fails can be named. */
function alembicConfiguration({ address }: CopyLocation): string {
  const { user, password, host, port, name } = address;
  return [
    ...['[alembic]', 'script_location = ai.backend.manager.models:alembic'],
    `sqlalchemy.url = postgresql+asyncpg://${user}:${password.reveal()}@${host}:${port}/${name}`,
    ...['[loggers]', 'keys = root, alembic'],
    ...['[handlers]', 'keys = stderr'],
    ...['[formatters]', 'keys = plain'],
    ...['[logger_root]', 'level = WARNING', 'handlers = stderr'],
    ...['[logger_alembic]', 'level = INFO', 'handlers =', 'qualname = alembic'],
    ...['[handler_stderr]', 'class = StreamHandler', 'args = (sys.stderr,)', 'formatter = plain'],
    ...['[formatter_plain]', 'format = %(levelname)s %(name)s %(message)s', ''],
  ].join('\n');
}

export const alembicFile = ({ workdir }: CopyLocation): string => join(workdir, 'alembic.ini');
export const managerFile = ({ workdir }: CopyLocation): string => join(workdir, 'manager.toml');

export async function writeConfigurations(location: CopyLocation): Promise<void> {
  await writeFile(managerFile(location), managerConfiguration(location), { mode: 0o600 });
  await writeFile(alembicFile(location), alembicConfiguration(location), { mode: 0o600 });
  await writeFile(join(location.workdir, 'manager.key_secret'), '', { mode: 0o600 });
}
