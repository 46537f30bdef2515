import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { portOf } from '../record.ts';
import { alembicFile } from './alembic-file.ts';
import { address, type Ingredients, loggingSection, proxySecrets } from './shared.ts';

/** The database and the role that the coordinator has beside the cluster's. */
export const coordinatorDatabase = 'appproxy';

/** What both halves of app-proxy share. */
function common(ingredients: Ingredients): object {
  const secrets = proxySecrets(ingredients);
  return {
    redis: { addr: address(portOf(ingredients.record, 'redis')) },
    secrets: { api_secret: secrets.api, jwt_secret: secrets.jwt },
    permit_hash: { secret: secrets.permitHash },
    logging: loggingSection,
    debug: { enabled: false },
  };
}

/** app-proxy-coordinator.toml. Keys: ai/backend/appproxy/coordinator/config.py, 25.13.4 and 26.08.1. */
export function coordinatorConfiguration(ingredients: Ingredients): string {
  const { layout, record } = ingredients;
  const port = (name: Parameters<typeof portOf>[1]) => portOf(record, name);
  return stringify({
    db: {
      type: 'postgresql',
      addr: address(port('postgres')),
      name: coordinatorDatabase,
      user: coordinatorDatabase,
      password: record.databasePassword,
    },
    proxy_coordinator: {
      id: `i-${layout.name}-coordinator`,
      event_loop: 'asyncio',
      ipc_base_path: layout.sockets,
      pid_file: join(layout.workdir('app-proxy-coordinator'), 'coordinator.pid'),
      bind_addr: address(port('coordinator')),
      advertised_addr: address(port('coordinator')),
      announce_addr: address(port('coordinator')),
      allow_unauthorized_configure_request: true,
      aiomonitor_termui_port: port('coordinatorMonitor'),
      aiomonitor_webui_port: port('coordinatorMonitorWeb'),
    },
    ...common(ingredients),
  });
}

/** alembic-appproxy.ini, as the coordinator's own schema commands read it. */
export function coordinatorAlembic({ record }: Ingredients): string {
  const where = `127.0.0.1:${portOf(record, 'postgres')}/${coordinatorDatabase}`;
  return alembicFile(
    'ai.backend.appproxy.coordinator.models:alembic',
    `${coordinatorDatabase}:${record.databasePassword}@${where}`,
  );
}

/** app-proxy-worker.toml. Keys: ai/backend/appproxy/worker/config.py, 25.13.4 and 26.08.1. */
export function workerConfiguration(ingredients: Ingredients): string {
  const { layout, record } = ingredients;
  const port = (name: Parameters<typeof portOf>[1]) => portOf(record, name);
  return stringify({
    proxy_worker: {
      id: `i-${layout.name}-worker`,
      event_loop: 'asyncio',
      ipc_base_path: layout.sockets,
      pid_file: join(layout.workdir('app-proxy-worker'), 'worker.pid'),
      coordinator_endpoint: `http://127.0.0.1:${port('coordinator')}`,
      authority: 'worker-1',
      frontend_mode: 'port',
      protocol: 'http',
      accepted_traffics: ['inference', 'interactive'],
      api_bind_addr: address(port('worker')),
      api_advertised_addr: address(port('worker')),
      // Each of them is listened on from the start.
      port_proxy: {
        bind_host: '127.0.0.1',
        advertised_host: '127.0.0.1',
        bind_port_range: [port('workerApp'), port('workerApp')],
      },
      aiomonitor_termui_port: port('workerMonitor'),
      aiomonitor_webui_port: port('workerMonitorWeb'),
    },
    ...common(ingredients),
  });
}
