import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { CheckInput } from './check.ts';
import { parseFix, proposeFix } from './propose-fix.ts';

const registry = (host: string): RegistrySnapshot => ({
  host,
  type: 'harbor2',
  projects: [],
  key: `config/docker/registry/${host}`,
  keys: [],
  troubles: [],
});

function input(hosts: readonly string[], folders = 0, hops = true): CheckInput {
  return {
    inventory: {} as Inventory,
    snapshot: simulatedSnapshot({
      registries: hosts.map(registry),
      rows: { 'database.vfolder-orphans': { count: folders, first: [] } },
      workloads: { running: 1, inFlight: 0, pending: 0 },
    }),
    hops: hops ? [{ from: '24.03.11', to: '24.09.4' }] : [],
    outages: hops ? 1 : 0,
    installedHead: 'head',
    proxyHead: undefined,
  };
}

const propose = (text: string, given: CheckInput) => proposeFix(parseFix(text), given);

describe('proposeFix', () => {
  it('puts the projects of the one registry that lacks them', () => {
    expect(propose('etcd.registry-project=stable, nightly', input(['cr.example.org']))).toMatchObject({
      kind: 'etcd',
      subjects: ['cr.example.org'],
      puts: [{ key: 'config/docker/registry/cr.example.org/project', value: 'stable,nightly' }],
    });
  });

  it('fixes one of several registries by its name', () => {
    const two = input(['a.example.org', 'b.example.org']);
    expect(propose('etcd.registry-project=b.example.org=group/sub', two)).toMatchObject({
      subjects: ['b.example.org'],
      puts: [{ value: 'group/sub' }],
    });
  });

  it('gives ownerless folders to a user, all or none', () => {
    const fix = propose("database.vfolder-orphans=o'neill@example.org", input([], 3));
    expect(fix).toMatchObject({ kind: 'sql', statements: [{ rows: 3 }] });
    expect(fix.kind === 'sql' && fix.statements[0]?.sql).toContain("o.email = 'o''neill@example.org'");
  });

  it.each<[string, CheckInput, string, number]>([
    ['', input([]), 'fix.malformed', 64],
    ['=x', input([]), 'fix.malformed', 64],
    ['no.such-check', input([]), 'fix.unknown', 64],
    ['etcd.registry-project=stable', input([]), 'fix.nothing-to-fix', 2],
    ['etcd.registry-project=stable', input(['a'], 0, false), 'fix.nothing-to-fix', 2],
    ['workloads.running', input([]), 'fix.none', 2],
    ['etcd.registry-project', input(['a']), 'fix.value-missing', 64],
    ['etcd.registry-project=', input(['a']), 'fix.value-missing', 64],
    ['etcd.registry-project=stable', input(['a', 'b']), 'fix.value-wrong', 64],
    ['etcd.registry-project=c=stable', input(['a', 'b']), 'fix.value-wrong', 64],
    ['etcd.registry-project=a b', input(['a']), 'fix.value-wrong', 64],
    ['etcd.registry-project=stable,', input(['a']), 'fix.value-wrong', 64],
    ['etcd.registry-project=a=b=c', input(['a']), 'fix.value-wrong', 64],
    ['database.vfolder-orphans=somebody', input([], 1), 'fix.value-wrong', 64],
  ])('refuses %j', (text, given, code, exit) => {
    expect(() => propose(text, given)).toThrowError(expect.objectContaining({ code, exit }));
  });
});
