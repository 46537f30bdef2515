import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { portOf } from '../record.ts';
import { address, etcdSection, type Ingredients, keysIn, loggingSection } from './shared.ts';

export function agentId({ layout }: Ingredients): string {
  return `i-${layout.name}-agent`;
}

/** Where the agent keeps its registry of kernels. */
export function agentVarBase({ layout }: Ingredients): string {
  return join(layout.workdir('agent'), 'var');
}

/** agent.toml with the dummy backend: sessions without containers. Keys: ai/backend/agent/config.py. */
export function agentConfiguration(ingredients: Ingredients): string {
  const { layout, record } = ingredients;
  const port = (name: Parameters<typeof portOf>[1]) => portOf(record, name);
  const below = (name: string) => join(layout.workdir('agent'), name);
  return stringify({
    etcd: etcdSection(ingredients),
    agent: {
      mode: 'dummy',
      id: agentId(ingredients),
      'rpc-listen-addr': address(port('agent')),
      ...keysIn(record, '>=25.01', { 'service-addr': address(port('agentInternal')) }),
      'agent-sock-port': port('agentSocket'),
      region: 'local',
      'instance-type': 'sandbox',
      ...keysIn(record, '<26.08', { 'scaling-group': 'default' }),
      ...keysIn(record, '>=26.08', { 'initial-resource-group-name': 'default' }),
      'pid-file': below('agent.pid'),
      'event-loop': 'asyncio',
      'ipc-base-path': layout.sockets,
      'var-base-path': agentVarBase(ingredients),
      'image-commit-path': below('commit'),
      'mount-path': below('mount'),
      'cohabiting-storage-proxy': true,
      'allow-compute-plugins': [],
      'metadata-server-bind-host': '127.0.0.1',
      'metadata-server-port': port('agentMetadata'),
      'aiomonitor-termui-port': port('agentMonitor'),
      'aiomonitor-webui-port': port('agentMonitorWeb'),
    },
    container: {
      'port-range': [30_000, 31_000],
      'kernel-uid': -1,
      'kernel-gid': -1,
      'bind-host': '127.0.0.1',
      'sandbox-type': 'docker',
      'scratch-type': 'hostdir',
      'scratch-root': below('scratches'),
      'scratch-size': '1G',
    },
    logging: loggingSection,
    resource: { 'reserved-cpu': 0, 'reserved-mem': '64M', 'reserved-disk': '64M' },
    debug: { enabled: false, coredump: { path: below('coredumps') } },
  });
}

const quick = 0.1;

/** agent.dummy.toml, which the dummy backend reads from its working folder; its reader allows no key that it does not know. */
export function dummyConfiguration(): string {
  const each = (...names: string[]) => Object.fromEntries(names.map((name) => [name, quick]));
  return stringify({
    agent: {
      delay: each(
        ...['scan-image', 'pull-image', 'destroy-kernel', 'clean-kernel'],
        ...['create-network', 'destroy-network'],
      ),
      image: { 'already-have': [], 'need-to-pull': [], missing: [] },
      resource: {
        // As many cores as it has unless told: the key was renamed at 25.01.
        cpu: {},
        memory: { size: 50_000_000_000 },
      },
    },
    'kernel-creation-ctx': {
      delay: each('prepare-scratch', 'prepare-ssh', 'spawn', 'start-container', 'mount-krunner'),
    },
    kernel: {
      'use-fake-code-runner': true,
      delay: each(
        ...['check-status', 'get-completions', 'get-logs', 'interrupt-kernel', 'start-service'],
        ...['start-model-service', 'shutdown-service', 'commit', 'get-service-apps', 'accept-file'],
        ...['download-file', 'download-single', 'list-files'],
      ),
    },
  });
}
