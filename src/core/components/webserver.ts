import type { Component } from './component.ts';
import { ownSockets, pidFile } from './host-files.ts';
import { versionUnder } from './version-under.ts';

export const webserver: Component = {
  name: 'webserver',
  title: 'webserver',
  distributions: ['backend.ai-webserver', 'backend.ai-cli'],
  module: 'ai.backend.web.server',
  traces: {
    id: 'w',
    group: 'web',
    title: 'webserver',
    files: ['webserver.conf', 'webserver.toml'],
    endpoint: { host: 'service.ip', port: 'service.port', unless: { host: '0.0.0.0' } },
  },
  serveArguments: (config) => ['-f', config],
  stopSignal: 'SIGINT',
  stopTimeoutMs: 30_000,
  startTimeoutMs: 120_000,
  startSeconds: { '22.09': 1.3, '25.13': 1.9, '26.08': 2.2 },
  parkedMegabytes: { '22.09': 120, '25.13': 220 },
  writes: [],
  hostFiles: [ownSockets('webserver.ipc-base-path'), pidFile('webserver.pid-file')],
  standIn: { sockets: 'webserver.ipc-base-path', pidFile: 'webserver.pid-file' },
  stopAfter: [],
  startAfter: [],
  tls: { on: 'service.ssl-enabled', certificate: 'service.ssl-cert' },
  versionProbe: { path: '/func/ping', version: versionUnder('version') },
};
