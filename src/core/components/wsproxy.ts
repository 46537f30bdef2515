import type { Component } from './component.ts';
import { ownSockets, pidFile } from './host-files.ts';
import { versionUnder } from './version-under.ts';

/** The proxy to sessions' apps before app-proxy; its endpoint is its API's. */
export const wsproxy: Component = {
  name: 'wsproxy',
  title: 'wsproxy',
  releases: { since: '>=24.03.7', until: '<25.13' },
  distributions: ['backend.ai-wsproxy', 'backend.ai-cli'],
  module: 'ai.backend.wsproxy.server',
  traces: {
    id: 'p',
    group: 'wsproxy',
    title: 'wsproxy',
    files: ['wsproxy.toml'],
    endpoint: {
      host: 'wsproxy.bind_host',
      port: 'wsproxy.bind_api_port',
      unless: { host: '0.0.0.0', port: 5050 },
    },
  },
  serveArguments: (config) => ['-f', config],
  stopSignal: 'SIGINT',
  stopTimeoutMs: 30_000,
  startTimeoutMs: 120_000,
  startSeconds: { '24.03': 1.3 },
  parkedMegabytes: { '22.09': 120 },
  writes: [],
  hostFiles: [ownSockets('wsproxy.ipc_base_path'), pidFile('wsproxy.pid_file')],
  stopAfter: [],
  startAfter: [],
  versionProbe: { path: '/', version: versionUnder('wsproxy') },
  workProbe: { path: '/status' },
};
