import type { Component } from './component.ts';
import { ownSockets, pidFile } from './host-files.ts';
import { versionUnder } from './version-under.ts';

/** Its endpoint is the manager-facing one. */
export const storageProxy: Component = {
  name: 'storage-proxy',
  title: 'storage-proxy',
  // Its wheel forgets the command line package that it imports.
  distributions: ['backend.ai-storage-proxy', 'backend.ai-cli'],
  module: 'ai.backend.storage.server',
  traces: {
    id: 's',
    group: 'storage',
    title: 'storage-proxy',
    files: ['storage-proxy.toml'],
    endpoint: { address: ['api.manager.service-addr'], unless: { host: '0.0.0.0' } },
  },
  serveArguments: (config) => ['-f', config],
  overrides: {
    BACKEND_NAMESPACE: 'etcd.namespace',
    BACKEND_ETCD_ADDR: 'etcd.addr',
    BACKEND_ETCD_USER: 'etcd.user',
    BACKEND_ETCD_PASSWORD: 'etcd.password',
  },
  stopSignal: 'SIGINT',
  stopTimeoutMs: 30_000,
  startTimeoutMs: 120_000,
  startSeconds: { '22.09': 1.7, '25.13': 3.3, '25.19': 3.8, '26.02': 4.0, '26.08': 4.4 },
  parkedMegabytes: { '22.09': 140, '25.13': 250 },
  writes: [],
  // Its volumes are data of the cluster's users: nothing of them is captured.
  hostFiles: [ownSockets('storage-proxy.ipc-base-path'), pidFile('storage-proxy.pid-file')],
  standIn: {
    sockets: 'storage-proxy.ipc-base-path',
    pidFile: 'storage-proxy.pid-file',
    ports: [
      { key: 'storage-proxy.aiomonitor-termui-port', formerly: ['aiomonitor-port'] },
      { key: 'storage-proxy.aiomonitor-webui-port' },
    ],
    except: {
      key: 'storage-proxy.use-watcher',
      value: 'true',
      why: 'it talks with its watcher by sockets that only one process can have',
    },
  },
  stopAfter: [],
  startAfter: [],
  tls: { on: 'api.manager.ssl-enabled', certificate: 'api.manager.ssl-cert' },
  versionProbe: { path: '/', version: versionUnder('storage-proxy') },
};
