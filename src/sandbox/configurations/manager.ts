import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { portOf } from '../record.ts';
import { alembicFile } from './alembic-file.ts';
import { address, etcdSection, type Ingredients, keysIn, loggingSection } from './shared.ts';

export const databaseName = 'backend';

/** manager.toml. Keys: ai/backend/manager/config.py, 24.03.7 and 24.09.14. */
export function managerConfiguration(ingredients: Ingredients): string {
  const { layout, record } = ingredients;
  const port = (name: Parameters<typeof portOf>[1]) => portOf(record, name);
  return stringify({
    etcd: etcdSection(ingredients),
    db: {
      type: 'postgresql',
      addr: address(port('postgres')),
      name: databaseName,
      user: 'postgres',
      password: record.databasePassword,
    },
    manager: {
      id: `i-${layout.name}-manager`,
      'num-proc': 1,
      'service-addr': address(port('manager')),
      ...keysIn(record, '>=25.05', { 'internal-addr': address(port('managerInternal')) }),
      'ssl-enabled': false,
      'heartbeat-timeout': 40,
      'rpc-auth-manager-keypair': rpcKeypair(ingredients),
      'pid-file': join(layout.workdir('manager'), 'manager.pid'),
      'ipc-base-path': layout.sockets,
      'distributed-lock': 'pg_advisory',
      'hide-agents': true,
      'aiomonitor-termui-port': port('managerMonitor'),
      'aiomonitor-webui-port': port('managerMonitorWeb'),
    },
    'docker-registry': { 'ssl-verify': false },
    logging: loggingSection,
    debug: { enabled: false },
  });
}

/** What the manager proves itself to agents with. */
export function rpcKeypair({ layout }: Ingredients): string {
  return join(layout.workdir('manager'), 'manager.key_secret');
}

/** alembic.ini, as the release's own schema commands read it. */
export function alembicConfiguration({ record }: Ingredients): string {
  const where = `127.0.0.1:${portOf(record, 'postgres')}/${databaseName}`;
  return alembicFile('ai.backend.manager.models:alembic', `postgres:${record.databasePassword}@${where}`);
}
