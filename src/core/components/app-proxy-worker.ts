import type { Component } from './component.ts';
import { ownSockets, pidFile } from './host-files.ts';
import { versionUnder } from './version-under.ts';

/** Carries the traffic to sessions' apps; its endpoint is its API's. It begins by reporting to its coordinator. */
export const appProxyWorker: Component = {
  name: 'app-proxy-worker',
  title: 'app-proxy worker',
  releases: { since: '>=25.13' },
  // Its wheel forgets the command line package that it imports.
  distributions: ['backend.ai-appproxy-worker', 'backend.ai-cli'],
  module: 'ai.backend.appproxy.worker.server',
  traces: {
    id: 'pw',
    group: 'app-proxy-worker',
    title: 'proxy-worker',
    files: ['app-proxy-worker.toml'],
    endpoint: {
      address: ['proxy_worker.api_advertised_addr', 'proxy_worker.api_bind_addr'],
      unless: { host: '0.0.0.0', port: 10_201 },
    },
  },
  serveArguments: (config) => ['-f', config],
  stopSignal: 'SIGINT',
  stopTimeoutMs: 30_000,
  startTimeoutMs: 120_000,
  // A coordinator answers 500 to the first word of a worker that it does not know, and keeps it: the second start works.
  restarts: 1,
  startSeconds: { '25.13': 2.2, '25.15': 1.3 },
  parkedMegabytes: { '25.04': 250 },
  writes: [],
  // Marks of when apps were last used are of the present: putting old ones back would end apps that are in use.
  hostFiles: [ownSockets('proxy_worker.ipc_base_path'), pidFile('proxy_worker.pid_file')],
  stopAfter: [],
  startAfter: ['app-proxy-coordinator'],
  tls: { on: 'proxy_worker.tls_listen', certificate: 'proxy_worker.tls_cert' },
  versionProbe: { path: '/health/status', version: versionUnder('version') },
};
