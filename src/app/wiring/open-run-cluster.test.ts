import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { fileTexts } from '../../io/journal/file-texts.ts';
import { keepRunFacts } from '../records/run-facts.ts';
import { openRunCluster } from './open-run-cluster.ts';

const coordinator = {
  ...simulatedMember('c1', 'app-proxy-coordinator'),
  database: { host: 'db2', port: 5432, name: 'proxy', user: 'proxy', password: 'own-secret' },
};
const inventory: Inventory = {
  ...simulatedInventory([
    simulatedMember('m1', 'manager'),
    { ...simulatedMember('a1', 'agent'), agent: { id: 'i-a1', varBase: '/var/a1' } },
    coordinator,
  ]),
  etcd: { host: 'e1', port: 2379, namespace: 'local', user: 'root', password: { env: 'BAIUP_TEST_ETCD' } },
};

let folder = '';
const file = (): string => join(folder, 'cluster.yaml');
const run = () => ({ name: 'r-1', texts: fileTexts(folder) });

beforeEach(async () => {
  postponed = undefined;
  folder = await mkdtemp(join(tmpdir(), 'baiup-facts-'));
  process.env['BAIUP_TEST_ETCD'] = 'etcd-secret';
  await writeFile(file(), stringify(inventory), { mode: 0o600 });
  await keepRunFacts(run(), { file: file(), inventory });
});
afterEach(async () => {
  delete process.env['BAIUP_TEST_ETCD'];
  await rm(folder, { recursive: true, force: true });
});

let postponed: Plan['postponed'];
const today = (change: Partial<Inventory>): Promise<void> =>
  writeFile(file(), stringify({ ...inventory, ...change }));
const open = (named?: string) => openRunCluster({ ...run(), plan: { postponed } as Plan }, named);

it('an agent that its plan leaves for later is no difference, though the run began without it', async () => {
  const without = inventory.components.filter(({ id }) => id !== 'a1');
  await keepRunFacts(run(), { file: file(), inventory: { ...inventory, components: without } });
  await today({});
  expect((await open()).differs).toEqual(['a1 is new in it']);
  postponed = [{ member: 'a1', host: 'local' }];
  const { cluster, differs } = await open();
  expect(differs).toEqual([]);
  expect(cluster.inventory.components.map(({ id }) => id)).toEqual(['m1', 'c1']);
});

it('keeps where everything is, readable by its owner alone, and no secret', async () => {
  const kept = join(folder, 'cluster.json');
  expect((await stat(kept)).mode & 0o777).toBe(0o600);
  const text = await readFile(kept, 'utf8');
  expect(text).toContain('/lab/services/m1');
  expect(text).not.toMatch(/very-secret|own-secret|etcd-secret/);
});

it('is opened as it was when nothing has changed', async () => {
  const { cluster, differs } = await open();
  expect({ inventory: cluster.inventory, differs }).toEqual({ inventory, differs: [] });
  expect(cluster.address.password.reveal()).toBe('very-secret');
  expect(cluster.ownAddress('c1').password.reveal()).toBe('own-secret');
});

const [m1, a1] = inventory.components;
if (!m1 || !a1) throw new Error('two members');

describe('a cluster file that was edited meanwhile', () => {
  it.each<[string, Partial<Inventory>, string[]]>([
    [
      'moved database',
      { database: { ...inventory.database, host: 'db9' } },
      ['database.host was 127.0.0.1, is db9'],
    ],
    [
      'moved etcd',
      { etcd: { ...inventory.etcd, namespace: 'other' } },
      ['etcd.namespace was local, is other'],
    ],
    [
      'changed folder of a service',
      { components: [{ ...m1, service: { kind: 'process', folder: '/elsewhere' } }, a1, coordinator] },
      ['m1.service.folder was /lab/services/m1, is /elsewhere'],
    ],
    ['member that is gone', { components: [m1, coordinator] }, ['a1 is not in it any more']],
    [
      'member that is new',
      { components: [...inventory.components, simulatedMember('w1', 'webserver')] },
      ['w1 is new in it'],
    ],
    ['other name', { cluster: 'renamed' }, ['cluster was lab, is renamed']],
    [
      'new host',
      { hosts: { ...inventory.hosts, h2: { transport: 'local' } } },
      ['hosts.h2.transport was not set, is local'],
    ],
  ])('with a %s does not lead elsewhere, and it is said', async (_what, change, told) => {
    await today(change);
    const { cluster, differs } = await open();
    expect(cluster.inventory).toEqual(inventory);
    expect(differs).toEqual(told);
  });

  it('leads where the database has moved once the run’s own copy says so too', async () => {
    const kept = join(folder, 'cluster.json');
    const text = await readFile(kept, 'utf8');
    await writeFile(kept, text.replace(`"host": "${inventory.database.host}"`, '"host": "db9"'));
    expect((await open()).differs).toEqual(['database.host was db9, is 127.0.0.1']);
    await today({ database: { ...inventory.database, host: 'db9' } });
    const { cluster, differs } = await open();
    expect(differs).toEqual([]);
    expect([cluster.address.host, cluster.address.password.reveal()]).toEqual(['db9', 'very-secret']);
  });

  it('gives its secrets of today, as they may have been changed on the servers too', async () => {
    await today({ database: { ...inventory.database, password: 'newer' } });
    const { cluster, differs } = await open();
    expect(cluster.address.password.reveal()).toBe('newer');
    expect(differs).toEqual([]);
  });

  it('gives its secrets from where it says they are today', async () => {
    process.env['BAIUP_TEST_OTHER'] = 'from another variable';
    await today({ etcd: { ...inventory.etcd, password: { env: 'BAIUP_TEST_OTHER' } } });
    delete process.env['BAIUP_TEST_ETCD'];
    expect((await open()).differs).toEqual([]);
    delete process.env['BAIUP_TEST_OTHER'];
    await today({ etcd: { ...inventory.etcd, user: 'nobody', password: 'not of root' } });
    await expect(open()).rejects.toMatchObject({
      code: 'cluster.secret-missing',
      hint: expect.stringContaining('export BAIUP_TEST_ETCD='),
    });
  });

  it.each<[string, Partial<Inventory>, string]>([
    ['another user', { database: { ...inventory.database, user: 'other' } }, 'database.password'],
    ['no member that has one', { components: [m1, a1] }, 'components.c1.database.password'],
    [
      'another name and another database',
      { cluster: 'prod', database: { ...inventory.database, host: 'prod' } },
      'cluster prod, not lab',
    ],
  ])('is refused where it has %s', async (_what, change, why) => {
    await today(change);
    await expect(open()).rejects.toMatchObject({
      code: 'run.secret-missing',
      message: expect.stringContaining(why),
      hint: expect.stringContaining('--cluster FILE'),
      left: 'nothing was changed',
    });
  });
});

describe('how patiently hosts are asked', () => {
  const ssh = { config: '/etc/ssh/then', lostAfter: 300, atOnce: 8 };

  it('is as today’s file says, and no difference; by which configuration they are reached stays', async () => {
    await keepRunFacts(run(), { file: file(), inventory: { ...inventory, ssh } });
    await today({ ssh: { config: '/etc/ssh/now', lostAfter: 20 } });
    const { cluster, differs } = await open();
    expect(cluster.inventory.ssh).toEqual({ config: '/etc/ssh/then', lostAfter: 20 });
    expect(differs).toEqual(['ssh.config was /etc/ssh/then, is /etc/ssh/now']);
  });

  it('is as it was where the file is another cluster’s', async () => {
    const { database, api } = inventory;
    const env = { env: 'BAIUP_TEST_ETCD' };
    const without = { ...inventory, database: { ...database, password: env }, components: [m1, a1] };
    await keepRunFacts(run(), {
      file: file(),
      inventory: { ...without, api: { ...api, secretKey: env }, ssh },
    });
    await today({ cluster: 'prod', ssh: { lostAfter: 20 } });
    expect((await open()).cluster.inventory.ssh).toEqual(ssh);
  });
});

describe('a cluster file that is gone', () => {
  it('is refused while secrets were written in it, with what to type', async () => {
    await rm(file());
    await expect(open()).rejects.toMatchObject({
      code: 'run.secret-missing',
      hint: expect.stringContaining('--cluster FILE'),
    });
  });

  it('is not needed where no secret was written in it', async () => {
    const [secret, env] = [join(folder, 'secret'), { env: 'BAIUP_TEST_ETCD' }];
    await writeFile(secret, 'from a file\n');
    const { database, api } = inventory;
    const without: Inventory = {
      ...inventory,
      database: { ...database, password: { file: secret } },
      api: { ...api, secretKey: env },
      components: [m1, a1],
    };
    await keepRunFacts(run(), { file: file(), inventory: without });
    await rm(file());
    const { cluster, differs } = await open();
    expect(cluster.address.password.reveal()).toBe('from a file');
    expect(differs).toEqual([`${file()} no longer exists`]);
  });

  it('leaves a secret where it is on a host', async () => {
    const toml = join(folder, 'manager.toml');
    await writeFile(toml, '[db]\npassword = "of the manager"\n');
    const { database, api } = inventory;
    const password = { from: 'm1', file: toml, key: 'db.password' };
    const without: Inventory = {
      ...inventory,
      database: { ...database, password },
      api: { ...api, secretKey: { env: 'BAIUP_TEST_ETCD' } },
      components: [m1, a1],
    };
    await keepRunFacts(run(), { file: file(), inventory: without });
    await rm(file());
    expect((await open()).cluster.address.password.reveal()).toBe('of the manager');
  });

  it('has its secrets taken from one that is named', async () => {
    const copy = join(folder, 'copy.yaml');
    await writeFile(copy, stringify(inventory));
    await rm(file());
    expect((await open(copy)).cluster.address.password.reveal()).toBe('very-secret');
  });
});

describe('the hooks of a run', () => {
  const hooks = [
    { name: 'chat', webhook: { url: 'https://hooks.example.org/very-secret', secret: 'own-secret' } },
  ];

  it('are those of today’s file: the run keeps none, and their being others is no difference', async () => {
    await keepRunFacts(run(), { file: file(), inventory: { ...inventory, hooks } });
    expect(await readFile(join(folder, 'cluster.json'), 'utf8')).not.toMatch(/hooks|very-secret|own-secret/);
    expect((await open()).cluster.hooks).toEqual([]);
    await today({ hooks });
    const { cluster, differs } = await open();
    expect(cluster.hooks.map(({ name }) => name)).toEqual(['chat']);
    expect(differs).toEqual([]);
  });

  it('of another cluster are not told', async () => {
    await today({ hooks, cluster: 'prod' });
    expect((await open()).cluster.hooks).toEqual([]);
  });
});
