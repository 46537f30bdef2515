import { stringify } from 'smol-toml';
import type { ComponentName } from '../../src/core/cluster/inventory.ts';
import { dummyConfiguration } from '../../src/sandbox/configurations/agent.ts';
import { alembicFile } from '../../src/sandbox/configurations/alembic-file.ts';
import { keysIn, loggingSection } from '../../src/sandbox/configurations/shared.ts';
import type { LabHost, LabMember } from './hosts.ts';
import { ports } from './ports.ts';
import { addressOf, asSandbox, databaseAddress, inContainers, type Lab, namespace } from './record.ts';
import { type HostFiles, userId } from './root.ts';

/** What a configuration is made of. */
interface Ingredients {
  readonly lab: Lab;
  readonly host: LabHost;
  readonly member: LabMember;
}

const everywhere = (port: number) => ({ host: '0.0.0.0', port });

const etcd = ({ lab }: Ingredients) => ({
  namespace,
  addr: { host: databaseAddress(lab), port: ports.etcd },
  user: '',
  password: '',
});

const ends = { logging: loggingSection, debug: { enabled: false } };
const sockets = './tmp/backend.ai/ipc';

const manager = (ingredients: Ingredients) =>
  stringify({
    etcd: etcd(ingredients),
    db: {
      type: 'postgresql',
      addr: { host: databaseAddress(ingredients.lab), port: ports.postgres },
      name: 'backend',
      user: 'postgres',
      password: ingredients.lab.record.databasePassword,
    },
    manager: {
      'num-proc': 1,
      'service-addr': everywhere(ports.manager),
      ...keysIn(asSandbox(ingredients.lab.record), '>=25.05', { 'internal-addr': everywhere(18_080) }),
      'ssl-enabled': false,
      'heartbeat-timeout': 40,
      'rpc-auth-manager-keypair': 'fixtures/manager.key_secret',
      'pid-file': './manager.pid',
      'ipc-base-path': sockets,
      'hide-agents': true,
    },
    'docker-registry': { 'ssl-verify': false },
    ...ends,
  });

const agent = (ingredients: Ingredients) => {
  const { lab, host, member } = ingredients;
  const isDocker = inContainers(lab.record, member);
  // Docker takes whole paths.
  const below = isDocker ? `/home/bai/${member.folder}` : '.';
  const release = asSandbox(lab.record);
  const address = (port: number) => ({ host: addressOf(lab.record, host), port });
  return stringify({
    etcd: etcd(ingredients),
    agent: {
      mode: isDocker ? 'docker' : 'dummy',
      id: `i-${host.name}`,
      'rpc-listen-addr': address(ports.agent),
      ...keysIn(release, '>=25.01', { 'service-addr': address(6003) }),
      'agent-sock-port': 6007,
      region: 'local',
      'instance-type': 'lab',
      ...keysIn(release, '<26.08', { 'scaling-group': 'default' }),
      'pid-file': './agent.pid',
      'ipc-base-path': `${below}/tmp/backend.ai/ipc`,
      'var-base-path': `${below}/var/lib/backend.ai`,
      'image-commit-path': `${below}/tmp/backend.ai/commit`,
      'mount-path': `${below}/vfroot/local`,
      'cohabiting-storage-proxy': false,
      'allow-compute-plugins': [],
    },
    container: {
      'port-range': [30_000, 31_000],
      'kernel-uid': isDocker ? userId.bai : -1,
      'kernel-gid': isDocker ? userId.bai : -1,
      'stats-type': 'docker',
      'bind-host': addressOf(lab.record, host),
      'sandbox-type': 'docker',
      'scratch-type': 'hostdir',
      'scratch-root': `${below}/scratches`,
      'scratch-size': '1G',
    },
    watcher: {
      'service-addr': { host: '127.0.0.1', port: 6009 },
      'target-service': 'backendai-agent.service',
    },
    resource: { 'reserved-cpu': 0, 'reserved-mem': '64M', 'reserved-disk': '64M' },
    ...ends,
    debug: { enabled: false, coredump: { path: './coredumps' } },
  });
};

const storageProxy = (ingredients: Ingredients) =>
  stringify({
    etcd: etcd(ingredients),
    'storage-proxy': {
      'node-id': `i-${ingredients.host.name}`,
      'num-proc': 1,
      'pid-file': './storage-proxy.pid',
      'ipc-base-path': sockets,
      'scandir-limit': 1000,
      'max-upload-size': '100g',
      secret: `${ingredients.lab.record.storageSecret}-tokens`,
      'session-expire': '1d',
      'use-watcher': false,
    },
    api: {
      client: { 'service-addr': everywhere(ports.storageClient), 'ssl-enabled': false },
      manager: {
        'service-addr': everywhere(ports.storageManager),
        'ssl-enabled': false,
        secret: ingredients.lab.record.storageSecret,
      },
    },
    volume: { volume1: { backend: 'vfs', path: '/home/bai/vfroot/volume1' } },
    ...ends,
  });

/** It asks the managers through the balancer beside it. */
const webserver = ({ lab }: Ingredients) =>
  stringify({
    service: { ip: '0.0.0.0', port: ports.webserver, wsproxy: { url: '' }, mode: 'webui' },
    resources: {},
    environments: {},
    plugin: {},
    ui: { brand: 'Lab' },
    api: {
      domain: 'default',
      endpoint: `http://127.0.0.1:${ports.balancer}`,
      text: 'Lab',
      ssl_verify: false,
    },
    session: { redis: { addr: `${databaseAddress(lab)}:${ports.redis}` } },
    webserver: { 'ipc-base-path': sockets, 'pid-file': './webserver.pid' },
    ...ends,
  });

const alembic = ({ lab }: Ingredients) => {
  const where = `${databaseAddress(lab)}:${ports.postgres}/backend`;
  return alembicFile('ai.backend.manager.models:alembic', `postgres:${lab.record.databasePassword}@${where}`);
};

type Makers = Readonly<Record<string, (ingredients: Ingredients) => string>>;

/** By file name; the first is the one that a service looks for in several folders. */
const makers: Readonly<Partial<Record<ComponentName, Makers>>> = {
  manager: { 'manager.toml': manager, 'alembic.ini': alembic },
  agent: { 'agent.toml': agent, 'agent.dummy.toml': dummyConfiguration },
  'storage-proxy': { 'storage-proxy.toml': storageProxy },
  webserver: { 'webserver.conf': webserver },
};

/** Managers and agents look for their file in several folders, and all are in use. */
const searched: Readonly<Record<string, string>> = {
  'manager pyenv': '/home/bai/.config/backend.ai',
  'agent python': '/etc/backend.ai',
  'agent command': '/home/bai/.config/backend.ai',
};

export function configurationFiles(lab: Lab, host: LabHost, member: LabMember): HostFiles {
  const workdir = `/home/bai/${member.folder}`;
  const made = Object.entries(makers[member.component] ?? {}).map(([name, content], index) => {
    const folder = (index === 0 && searched[`${member.component} ${member.manner}`]) || workdir;
    return [
      `${folder}/${name}`,
      { content: content({ lab, host, member }), mode: 0o640, owner: 'bai' },
    ] as const;
  });
  const volume = '/home/bai/vfroot/volume1/version.txt';
  return {
    ...Object.fromEntries(made),
    [`${workdir}/tmp/backend.ai/ipc/.keep`]: { content: '', owner: 'bai' },
    ...(member.component === 'storage-proxy' ? { [volume]: { content: '3\n', owner: 'bai' as const } } : {}),
  };
}
