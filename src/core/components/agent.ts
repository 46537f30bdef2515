import type { Component } from './component.ts';
import { pidFile } from './host-files.ts';

/** Where and as what an agent keeps its kernels while it is stopped. */
const varBase = 'agent.var-base-path';
const registry = 'last_registry.*.dat';

/** Has no HTTP of its own in these lines: its port and the manager's table tell how it is. */
export const agent: Component = {
  name: 'agent',
  title: 'agent',
  distributions: ['backend.ai-agent', 'backend.ai-cli'],
  module: 'ai.backend.agent.server',
  traces: {
    id: 'a',
    group: 'ag',
    title: 'agent',
    files: ['agent.toml'],
    endpoint: { address: ['agent.rpc-listen-addr'], unless: { host: '', port: 6001 } },
  },
  serveArguments: (config) => ['-f', config],
  overrides: {
    BACKEND_NAMESPACE: 'etcd.namespace',
    BACKEND_ETCD_ADDR: 'etcd.addr',
    BACKEND_ETCD_USER: 'etcd.user',
    BACKEND_ETCD_PASSWORD: 'etcd.password',
    BACKEND_AGENT_HOST_OVERRIDE: 'agent.rpc-listen-addr.host',
    BACKEND_AGENT_PORT: 'agent.rpc-listen-addr.port',
    BACKEND_PID_FILE: 'agent.pid-file',
    BACKEND_CONTAINER_PORT_RANGE: 'container.port-range',
    BACKEND_BIND_HOST_OVERRIDE: 'container.bind-host',
    BACKEND_SANDBOX_TYPE: 'container.sandbox-type',
    BACKEND_SCRATCH_ROOT: 'container.scratch-root',
  },
  pluginLists: {
    allow: 'allow-compute-plugins',
    block: 'block-compute-plugins',
    group: 'backendai_accelerator',
  },
  stopSignal: 'SIGINT',
  stopTimeoutMs: 30_000,
  // Longer than a manager: it registers with one that may have begun at the same moment.
  startTimeoutMs: 240_000,
  startSeconds: {
    '22.09': 2.5,
    '25.13': 3.9,
    '25.15': 4.3,
    '25.19': 5.0,
    '26.02': 5.6,
    '26.04': 8.7,
    '26.08': 9.2,
    '26.09': 9.6,
  },
  parkedMegabytes: { '22.09': 180, '25.13': 300 },
  writes: ['etcd'],
  hostFiles: [
    {
      where: { key: varBase, unless: './var/lib/backend.ai' },
      names: [registry],
      back: 'restore',
      why: 'the kernels that run, pickled by the release that wrote it: older ones may not read it',
    },
    {
      where: { key: 'agent.ipc-base-path', unless: '/tmp/backend.ai/ipc' },
      names: [registry],
      back: 'restore',
      why: 'one that lies here takes the place of the other at the next start',
    },
    {
      where: { key: 'container.scratch-root', unless: './scratches' },
      names: ['*/config/kconfig.dat'],
      back: 'restore',
      why: 'how a kernel is restarted, pickled by the release that started it last',
    },
    {
      where: 'configuration',
      back: 'restore',
      why: 'an agent that is moved to another resource group writes that into its configuration',
    },
    {
      where: { key: 'agent.ipc-base-path', unless: '/tmp/backend.ai/ipc' },
      names: ['agent-logger-*.sock', 'agent-registry-snapshot.sock'],
      back: 'sweep',
      why: "each process makes its own; those of containers lie in folders below and are not the process's",
    },
    {
      where: { key: 'container.scratch-root', unless: './scratches' },
      back: 'leave',
      why: "the rest belongs to its sessions: users' files, of any size",
    },
    {
      where: { key: 'agent.image-commit-path', unless: './tmp/backend.ai/commit' },
      back: 'leave',
      why: "users' images, in a format of no release",
    },
    pidFile('agent.pid-file'),
  ],
  // Source: ai/backend/agent/agent.py and kernel_registry at 22.09.23 to 26.8.1. From 25.18 on agents with containers
  // find their kernels by these (seen live on 25.19.2), and the dummy backend forgets its own.
  kernels: {
    location: varBase,
    file: registry,
    named: [
      { releases: '<25.17', by: 'environment' },
      { releases: '25.17.x', by: 'agent' },
      { releases: '>=25.18', by: 'either' },
    ],
    rebuilds: '>=25.18',
  },
  stopAfter: [],
  startAfter: [],
  answersThrough: ['manager'],
};
