import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inventorySchema } from '../core/cluster/inventory.ts';
import { clusterFile } from './cluster-file.ts';
import { filesOf } from './configurations/files-of.ts';
import { type Fixture, fixtures } from './fixtures.ts';
import { layoutOf } from './layout.ts';
import { componentsOf, declaredAt, memberOf, portNames } from './members.ts';
import type { SandboxRecord } from './record.ts';
import { sandboxUp } from './up.ts';

const record: SandboxRecord = {
  version: '24.03.10',
  published: '2024-09-27T13:26:23Z',
  python: '3.12',
  ports: Object.fromEntries(portNames.map((name, index) => [name, 12_000 + index])),
  databasePassword: 'd'.repeat(32),
  storageSecret: 's'.repeat(32),
  accessKey: 'AKIAEXAMPLE',
  secretKey: 'k'.repeat(40),
};
const ingredients = { layout: layoutOf('example'), record };

const filesAt = (version: string) => {
  const made = { ...ingredients, record: { ...record, version } };
  return Object.fromEntries(
    declaredAt(version).flatMap((component) =>
      Object.entries(filesOf(component)).map(([name, content]) => [name, content(made)]),
    ),
  );
};
const files = filesAt(record.version);

describe('what a sandbox is made of', () => {
  it('is described by a cluster file that every command understands', () => {
    const inventory = inventorySchema.parse(parse(clusterFile(ingredients)));
    expect(inventory.components.map(({ id }) => id).sort()).toEqual([
      ...['a1', 'm1', 'p1', 'pc1', 'pw1', 's1', 'w1'],
    ]);
  });

  it.each([
    ['24.03.6', [], ['wsproxy', 'app-proxy-coordinator', 'app-proxy-worker']],
    ['24.03.7', ['wsproxy'], ['wsproxy', 'app-proxy-coordinator', 'app-proxy-worker']],
    ['25.13.4', ['app-proxy-coordinator', 'app-proxy-worker'], ['app-proxy-coordinator', 'app-proxy-worker']],
  ])('has at %s the proxies %j, and declares %j', (version, run, declared) => {
    const proxies = (names: readonly string[]) => names.filter((name) => /^(wsproxy|app-proxy)/.test(name));
    expect(proxies(componentsOf(version))).toEqual(run);
    expect(proxies(declaredAt(version))).toEqual(declared);
  });

  it.each([
    ['23.09.10', false],
    ['24.03.6', false],
    ['24.03.7', true],
    ['26.09.6', true],
  ])('has at %s an agent: %s', (version, has) => {
    expect(componentsOf(version).includes('agent')).toBe(has);
    expect(declaredAt(version)).toContain('agent');
  });

  it.each(componentsOf(record.version))(
    'has the configuration file that the %s is started with',
    (component) => {
      expect(Object.keys(files)).toContain(memberOf(component).configName);
    },
  );

  it('uses every port once', () => {
    const text = ['24.03.10', '26.09.6'].flatMap((version) => Object.values(filesAt(version))).join('\n');
    const used = portNames.filter((name) => text.includes(String(record.ports[name])));
    // Only etcd itself knows the port for its peers.
    expect(portNames.filter((name) => !used.includes(name))).toEqual(['etcdPeer']);
  });

  it.each([
    ['agent.toml', '26.07.0', 'scaling-group', true],
    ['agent.toml', '26.08.0', 'scaling-group', false],
    ['agent.toml', '26.08.0', 'initial-resource-group-name', true],
    ['agent.toml', '24.09.14', 'service-addr', false],
    ['agent.toml', '25.01.0', 'service-addr', true],
    ['storage-proxy.toml', '24.09.14', 'internal-addr', false],
    ['storage-proxy.toml', '25.06.0', 'internal-addr', true],
  ])('%s of %s has %s: %s', (name, version, key, has) => {
    expect(new RegExp(`^${key} =|\\[.*${key}\\]`, 'm').test(filesAt(version)[name] ?? '')).toBe(has);
  });

  it.each(Object.entries(files))('%s has none of what a later release refuses', (_, text) => {
    expect(text).not.toMatch(/logstash|push-image/);
  });

  it('has users whose keys are their main keys', () => {
    const made = fixtures(record);
    const rows = (table: string, mode?: string) =>
      made
        .filter((fixture: Fixture) => fixture['__mode'] === mode)
        .flatMap((fixture) => (fixture[table] ?? []) as readonly Record<string, unknown>[]);
    const keys = new Map(rows('keypairs').map((row) => [row['user'], row['access_key']]));
    expect(rows('users', 'update').map((row) => [row['uuid'], row['main_access_key']])).toEqual([...keys]);
    expect(rows('users')).toHaveLength(3);
    expect([...keys.values()]).toContain(record.accessKey);
    const digests = rows('images').map((row) => String(row['config_digest']).length);
    expect(digests).toEqual([72]);
  });

  it('keeps its sockets in a short folder', () => {
    expect(ingredients.layout.sockets.length).toBeLessThanOrEqual(60);
  });
});

describe('sandboxUp', () => {
  it.each([
    ['Example', '24.03.10', 'sandbox.name'],
    ['../example', '24.03.10', 'sandbox.name'],
    ['example', '23.03.12', 'sandbox.version'],
    ['example', 'new', 'version.malformed'],
  ])('refuses %s at %s', async (name, version, code) => {
    await expect(sandboxUp({ ...record, name, version })).rejects.toMatchObject({ code, exit: 64 });
  });
});
