import type { Component } from './component.ts';
import { ownSockets, pidFile } from './host-files.ts';
import { versionUnder } from './version-under.ts';

export const manager: Component = {
  name: 'manager',
  title: 'manager',
  distributions: ['backend.ai-manager', 'backend.ai-cli'],
  module: 'ai.backend.manager.server',
  serveArguments: (config) => ['-f', config],
  overrides: {
    BACKEND_NAMESPACE: 'etcd.namespace',
    BACKEND_ETCD_ADDR: 'etcd.addr',
    BACKEND_ETCD_USER: 'etcd.user',
    BACKEND_ETCD_PASSWORD: 'etcd.password',
    BACKEND_DB_ADDR: 'db.addr',
    BACKEND_DB_NAME: 'db.name',
    BACKEND_DB_USER: 'db.user',
    BACKEND_DB_PASSWORD: 'db.password',
    BACKEND_MANAGER_NPROC: 'manager.num-proc',
    BACKEND_SSL_CERT: 'manager.ssl-cert',
    BACKEND_SSL_KEY: 'manager.ssl-privkey',
    BACKEND_PID_FILE: 'manager.pid-file',
    BACKEND_SERVICE_IP: 'manager.api-listen-addr.host',
    BACKEND_SERVICE_PORT: 'manager.api-listen-addr.port',
    BACKEND_ADVERTISED_MANAGER_HOST: 'manager.event-listen-addr.host',
    BACKEND_EVENTS_PORT: 'manager.event-listen-addr.port',
    BACKEND_SKIP_SSLCERT_VALIDATION: 'docker-registry.ssl-verify',
  },
  pluginLists: { allow: 'allowed-plugins', block: 'disabled-plugins' },
  stopSignal: 'SIGINT',
  stopTimeoutMs: 30_000,
  startTimeoutMs: 180_000,
  startSeconds: {
    '22.09': 2.4,
    '25.13': 3.8,
    '25.15': 4.3,
    '25.19': 4.9,
    '26.02': 5.5,
    '26.04': 8.6,
    '26.08': 9.0,
    '26.09': 9.5,
  },
  history: 'manager',
  writes: ['database', 'etcd'],
  // Locks and measures in files (`manager.ipc-base-path`, `run/prometheus`) are made anew by each start.
  hostFiles: [ownSockets('manager.ipc-base-path'), pidFile('manager.pid-file')],
  stopAfter: [],
  startAfter: [],
  tls: { on: 'manager.ssl-enabled', certificate: 'manager.ssl-cert' },
  versionProbe: { path: '/', version: versionUnder('manager') },
  // From 26.09 on it answers 401 without a signature; the earlier ones check one that is there.
  workProbe: { path: '/manager/status', signed: true },
};
