import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Host } from '../../../io/hosts/port.ts';
import type { SimulatedProgram } from '../../../io/hosts/simulated-process.ts';
import { clusterText } from './cluster-document.ts';
import { draftCluster } from './draft-cluster.ts';
import { hostWithUnits, simulatedEnvironment } from './simulated-unit-host.ts';
import { surveyHost } from './survey-host.ts';

const etcd =
  '[etcd]\nnamespace = "prod"\naddr = { host = "10.0.0.9", port = 2379 }\nuser = "bai"\npassword = "very-secret-etcd"\n';
const managerToml = `${etcd}[db]\naddr = "10.0.0.9:5432"\nname = "backend"\nuser = "bai"\npassword = "very-secret-db"\n[manager]\nservice-addr = { host = "0.0.0.0", port = 8081 }\n`;

const agents = [
  { id: 'i-a1', addr: 'tcp://10.0.0.41:6001', version: '24.03.10', scaling_group: 'gpu' },
  { id: 'i-a7', addr: 'tcp://10.0.0.47:6001', version: '24.03.10', scaling_group: 'gpu' },
];
const known = {
  etcd: {
    redis: { 'config/redis/addr': '10.0.0.9:6379' },
    storageProxies: { s: 'http://10.0.0.55:6022' },
    managers: ['i-m1', 'i-m2', 'i-m3'],
  },
  database: {
    agents,
    accessKey: { answer: 'AKIAADMIN' },
    used: { answer: 'cr.example.org/python:3.11', architecture: 'aarch64' },
    mayCreate: { answer: false },
  },
};

/** The program that asks database and etcd; it sees that secrets come by standard input alone. */
const python: SimulatedProgram = async ({ argv, input, print }) => {
  let told = '';
  for await (const line of input) told += line;
  const { database } = JSON.parse(told) as { database: { password: string } };
  if (database.password !== 'very-secret-db' || argv.join(' ').includes('very-secret')) return 1;
  print(JSON.stringify(known));
  return 0;
};

function manager(name: string, more: Readonly<Record<string, string>> = {}) {
  const folder = '/home/bai/manager';
  return hostWithUnits({
    name,
    units: {
      'backendai-manager.service': {
        start: `${folder}/.venv/bin/python -m ai.backend.manager.server`,
        user: 'bai',
        workdir: folder,
        pid: 9,
      },
    },
    files: {
      [`${folder}/manager.toml`]: managerToml,
      ...simulatedEnvironment(`${folder}/.venv`, 'manager'),
      ...more,
    },
    programs: { python },
    listens: ['127.0.0.1:8081'],
  });
}

const haproxy =
  'frontend api # all\n  bind *:8080\n  default_backend managers\nbackend managers\n  server m1 m1:8081 check\n  server m2 m2:8081 check\n';

const worker = (toml: string, more: Readonly<Record<string, string>> = {}) =>
  hostWithUnits({
    name: 'a1',
    units: {
      'backendai-agent.service': { start: '/srv/venv/bin/backend.ai ag start-server', workdir: '/srv/agent' },
      'storage.service': { start: '/srv/venv/bin/backend.ai storage start-server', workdir: '/srv/storage' },
    },
    files: {
      ...{
        '/srv/agent/agent.toml': toml,
        '/srv/storage/storage-proxy.toml': `${etcd}[api.manager]\nservice-addr = "10.0.0.41:6022"\n`,
      },
      ...simulatedEnvironment('/srv/venv', 'agent'),
      ...simulatedEnvironment('/srv/venv', 'storage_proxy'),
      ...{
        '/srv/venv/bin/backend.ai': '#!/srv/venv/bin/python\n',
        '/proc/sys/kernel/hostname': 'node1\n',
        ...more,
      },
    },
    listens: ['10.0.0.41:6001'],
  });
const agentToml = `${etcd}[agent]\nid = "i-a1"\nrpc-listen-addr = { host = "10.0.0.41", port = 6001 }\n`;

async function draft(
  hosts: readonly Host[],
  change: { readonly accepts?: boolean; readonly accessKey?: string } = {},
) {
  const named = (name: string): Host => hosts.find((each) => each.name === name) ?? manager(name);
  const found = (await Promise.all(hosts.map(surveyHost))).flat();
  const names = hosts.map(({ name }) => name);
  return draftCluster({
    ...{ found, host: named, reader: named, looked: names, name: undefined, accessKey: change.accessKey },
    hosts: Object.fromEntries(names.map((name) => [name, { ssh: `bai@${name}.example.org` }])),
    addressOf: (name) => `${name}.example.org`,
    accepts: async () => change.accepts ?? true,
  });
}

describe('draftCluster', () => {
  it('makes a whole file of two managers behind HAProxy and an agent that shares its environment', async () => {
    const made = await draft([
      manager('m1'),
      manager('m2', { '/etc/haproxy/haproxy.cfg': haproxy }),
      worker(agentToml),
    ]);
    const text = clusterText(made);
    expect(text).toMatchInlineSnapshot(`
      "# Written by baiup init. Lines above a value say where it is from, or that it is a guess: correct what is wrong.
      # baiup init again shows what has changed on the hosts, and keeps what is written here.

      # guessed from the namespace in etcd: choose a name of your own
      cluster: prod
      hosts:
        m1: { ssh: bai@m1.example.org }
        m2: { ssh: bai@m2.example.org }
        a1: { ssh: bai@a1.example.org }
      database:
        host: 10.0.0.9
        port: 5432
        name: backend
        # it may not create databases, which going back needs: name a role with CREATEDB
        user: bai
        password: { from: m1, file: /home/bai/manager/manager.toml, key: db.password }
      etcd:
        host: 10.0.0.9
        port: 2379
        namespace: prod
        user: bai
        password: { from: m1, file: /home/bai/manager/manager.toml, key: etcd.password }
      redis: { host: 10.0.0.9, port: 6379 }
      api:
        # HAProxy on m2 stands in front of m1:8081, m2:8081
        url: http://m2.example.org:8080
        # guessed: a superadmin’s of the database
        accessKey: AKIAADMIN
        # not copied: it is read from the database when it is needed
        secretKey: { from: database }
      proof:
        # guessed: the image of the last session
        image: cr.example.org/python:3.11
        architecture: aarch64
        scalingGroup: gpu
      components:
        - id: m1
          component: manager
          host: m1
          service: { kind: systemd, unit: backendai-manager, environment: /home/bai/manager/.venv }
          config: /home/bai/manager/manager.toml
          workdir: /home/bai/manager
          endpoint: { host: 127.0.0.1, port: 8081 }
        - id: m2
          component: manager
          host: m2
          service: { kind: systemd, unit: backendai-manager, environment: /home/bai/manager/.venv }
          config: /home/bai/manager/manager.toml
          workdir: /home/bai/manager
          endpoint: { host: 127.0.0.1, port: 8081 }
        - id: a1
          component: agent
          host: a1
          # it shares its environment with s1
          service: { kind: systemd, unit: backendai-agent, environment: /srv/venv }
          config: /srv/agent/agent.toml
          workdir: /srv/agent
          endpoint: { host: 10.0.0.41, port: 6001 }
          agent: { id: i-a1, varBase: /srv/agent/var/lib/backend.ai }
        - id: s1
          component: storage-proxy
          host: a1
          # it shares its environment with a1
          service: { kind: systemd, unit: storage, environment: /srv/venv }
          config: /srv/storage/storage-proxy.toml
          workdir: /srv/storage
          endpoint: { host: 10.0.0.41, port: 6022 }
        # Not in this file:
        #   agent i-a7 24.03.10 at tcp://10.0.0.47:6001: baiup init --host USER@10.0.0.47 adds it
      "
    `);
    expect(text).not.toContain('very-secret');
  });

  it('tells of agents, managers and storage-proxies that the cluster knows and no host has', async () => {
    const { findings } = await draft([manager('m1'), worker(agentToml)]);
    expect(findings.map(({ code, subject, hint }) => [code, subject, hint])).toEqual([
      ['init.unnamed', 'managers', 'baiup init --host USER@HOST adds another one'],
      ['init.unnamed', 'agent i-a7', 'baiup init --host USER@10.0.0.47 adds it'],
    ]);
  });

  it('leaves out what is of another cluster on the same hosts', async () => {
    const other = agentToml.replace('namespace = "prod"', 'namespace = "test"');
    const { members, findings } = await draft([manager('m1'), worker(other)]);
    expect(members.map(({ written }) => written.id)).toEqual(['m1', 's1']);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'init.other-cluster', subject: 'agent on a1' }),
    );
  });

  it('leaves out another cluster’s webserver, which asks its manager', async () => {
    const web = (name: string, port: number) =>
      hostWithUnits({
        name,
        units: { 'web.service': { start: '/w/bin/backend.ai web start-server', workdir: '/srv/web' } },
        files: {
          '/srv/web/webserver.conf': `[service]\nport = 8090\n[api]\nendpoint = "http://10.0.0.1:${port}"\n`,
          ...simulatedEnvironment('/w', 'webserver'),
        },
      });
    const other = managerToml.replace('"prod"', '"test"').replace('8081', '9081');
    const hosts = [
      manager('m1'),
      manager('m2', { '/home/bai/manager/manager.toml': other }),
      web('w1', 8081),
      web('w2', 9081),
      web('w3', 443),
    ];
    const { members, head } = await draft(hosts);
    expect(members.map(({ written: { host } }) => host)).toEqual(['m1', 'w1', 'w3']);
    expect(head.api.url).toBe('http://10.0.0.1:8081');
  });

  it('names every agent of one process, and guesses the id of one that has none', async () => {
    const many = `${agentToml}[[agents]]\nagent = { id = "i-x" }\n[[agents]]\nagent = { id = "i-y" }\n`;
    const [, ofMany] = (await draft([manager('m1'), worker(many)])).members;
    expect(ofMany).toMatchObject({
      written: { agent: { id: 'i-x', varBase: '/srv/agent/var/lib/backend.ai' } },
      remarks: { agent: ['one process of 2 agents: i-x, i-y'] },
    });
    const [, ofNone] = (await draft([manager('m1'), worker(agentToml.replace('id = "i-a1"\n', ''))])).members;
    expect(ofNone).toMatchObject({
      written: { agent: { id: 'i-node1' } },
      remarks: { agent: ['its id is guessed from the name of its host'] },
    });
  });

  it('goes through the manager’s host where this machine does not reach, and takes the operator’s key pair', async () => {
    const host: Host = { ...manager('m1'), accepts: async ({ port }) => port === 5432 || port === 8081 };
    const { remarks, head } = await draft([host], { accepts: false, accessKey: 'AKIAMINE' });
    expect(remarks['database']).toEqual(['this machine does not reach it, and goes through m1']);
    expect(remarks['etcd']?.at(-1)).toMatch(/must reach it/);
    expect([head.database.via, head.etcd.via]).toEqual(['m1', undefined]);
    expect(head.api).toMatchObject({ url: 'http://m1.example.org:8081', via: 'm1', accessKey: 'AKIAMINE' });
    expect(remarks['api.accessKey']).toEqual([]);
  });

  it('asks as root where the environment is closed, and says what could not be asked', async () => {
    const open = manager('m1');
    const closed: Host = {
      ...open,
      ask: async () => Promise.reject(new Error('permission denied')),
      asRoot: () => open,
    };
    const found = await surveyHost(open);
    const ground = (host: Host) => ({
      ...{ found, host: () => host, reader: () => open, looked: ['m1'], name: 'x', accessKey: undefined },
      ...{ hosts: { m1: { ssh: 'm1' } }, addressOf: () => '10.0.0.1', accepts: async () => true },
    });
    expect((await draftCluster(ground(closed))).head.api.accessKey).toBe('AKIAADMIN');
    const { findings, head } = await draftCluster(ground({ ...closed, asRoot: () => closed }));
    expect(findings).toMatchObject([
      { code: 'init.not-asked', subject: 'etcd', summary: expect.stringContaining('permission denied') },
      { code: 'init.not-asked', subject: 'database' },
    ]);
    expect(head.api.secretKey).toEqual({ env: 'BACKEND_SECRET_KEY' });
  });

  it('says outwards what a manager has on its own host, behind a balancer that speaks TLS', async () => {
    const own = managerToml.replaceAll('10.0.0.9', '127.0.0.1');
    const config = { '/home/bai/manager/manager.toml': own };
    const cfg = 'listen api\n  bind 0.0.0.0:443 ssl crt /c.pem\n  server m1 127.0.0.1:8081\n';
    const { head, remarks } = await draft([manager('m1', { ...config, '/etc/haproxy/haproxy.cfg': cfg })]);
    expect(head).toMatchObject({
      ...{ database: { host: 'm1.example.org', port: 5432 }, etcd: { host: 'm1.example.org', port: 2379 } },
      api: { url: 'https://m1.example.org:443' },
    });
    expect(remarks).toMatchObject({ database: ['m1 has it at 127.0.0.1'], etcd: ['m1 has it at 127.0.0.1'] });
  });

  it('refuses where no manager is, and says what was found', async () => {
    await expect(draft([worker(agentToml)])).rejects.toMatchObject({
      code: 'init.no-manager',
      exit: 2,
      message: expect.stringContaining('agent on a1, storage-proxy on a1'),
    });
  });

  it('is accepted as YAML', async () => {
    const { components } = parse(clusterText(await draft([manager('m1')]))) as { components: unknown[] };
    expect(components).toHaveLength(1);
  });
});
