import type { Component } from './component.ts';
import { ownSockets, pidFile } from './host-files.ts';
import { versionUnder } from './version-under.ts';

/** Knows the workers and the circuits to sessions' apps, in a database of its own; its endpoint is its API's. */
export const appProxyCoordinator: Component = {
  name: 'app-proxy-coordinator',
  title: 'app-proxy coordinator',
  releases: { since: '>=25.13' },
  distributions: ['backend.ai-appproxy-coordinator', 'backend.ai-cli'],
  module: 'ai.backend.appproxy.coordinator.server',
  traces: {
    id: 'pc',
    group: 'app-proxy-coordinator',
    title: 'proxy-coordinator',
    files: ['app-proxy-coordinator.toml'],
    endpoint: {
      address: ['proxy_coordinator.advertised_addr', 'proxy_coordinator.bind_addr'],
      unless: { host: '0.0.0.0', port: 10_200 },
    },
  },
  serveArguments: (config) => ['-f', config],
  stopSignal: 'SIGINT',
  stopTimeoutMs: 30_000,
  startTimeoutMs: 120_000,
  startSeconds: { '25.13': 2.5, '26.04': 2.8, '26.09': 3.1 },
  parkedMegabytes: { '25.04': 250 },
  history: 'coordinator',
  writes: [],
  hostFiles: [ownSockets('proxy_coordinator.ipc_base_path'), pidFile('proxy_coordinator.pid_file')],
  stopAfter: ['app-proxy-worker'],
  startAfter: [],
  // Says its version from 25.15 on; before, the answer is empty.
  tls: { on: 'proxy_coordinator.tls_listen', certificate: 'proxy_coordinator.tls_cert' },
  versionProbe: { path: '/health', version: versionUnder('version') },
  statusProbe: { path: '/status' },
};
