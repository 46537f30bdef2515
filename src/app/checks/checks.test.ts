import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import type { ClusterSnapshot, MemberSnapshot, RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { CheckInput } from './check.ts';
import { checks, runChecks } from './index.ts';

const member = (change: Partial<MemberSnapshot> = {}): MemberSnapshot => ({
  id: 'm1',
  component: 'manager',
  host: 'local',
  version: '24.03.11',
  environment: '/e/manager-24.03.11',
  active: true,
  healthy: true,
  configSha256: '0',
  ...change,
});

const plain = simulatedInventory([]);
const quiet = { running: 0, inFlight: 0, pending: 0, tasks: 0, uploads: 0 };

function input(change: Partial<ClusterSnapshot> = {}, hops: CheckInput['hops'] = []): CheckInput {
  const snapshot = simulatedSnapshot({ components: [member()], ...change });
  return {
    inventory: { ...plain, proof: { ...plain.proof, scalingGroup: 'gpu' } },
    snapshot,
    hops,
    outages: hops.length,
    installedHead: 'head',
    proxyHead: 'proxy-head',
  };
}

const registry = (change: Partial<RegistrySnapshot>): RegistrySnapshot => ({
  host: 'cr.example.org',
  type: 'harbor2',
  projects: [],
  key: 'config/docker/registry/cr.example.org',
  keys: [],
  troubles: [],
  ...change,
});
const folders = {
  'database.vfolder-orphans': { count: 2, first: [{ id: '1f', name: 'data', host: null, status: 'ready' }] },
};
const full = (group: string) => ({ 'proof.no-room': { count: 1, first: [{ group, agents: 2 }] } });
const major = [{ from: '24.03.11', to: '24.09.4' }];
const minor = [{ from: '24.03.10', to: '24.03.11' }];

/** A cluster whose dumps a host keeps, with so much room there. */
function dumpedOn(tools: string, space: ClusterSnapshot['space'], free: number): CheckInput {
  const { inventory, ...rest } = input({ space, dumpRooms: [{ host: tools, free }] }, major);
  return { ...rest, inventory: { ...inventory, database: { ...inventory.database, tools } } };
}

describe('checks', () => {
  it('find nothing in a healthy cluster', () => {
    expect(runChecks(input({}, major))).toEqual([]);
  });

  it.each<[string, CheckInput, readonly string[]]>([
    [
      'a component that does not run',
      input({ components: [member({ healthy: false, trouble: 'down' })] }),
      ['cluster.unhealthy'],
    ],
    [
      'a manual upgrade that stopped half way',
      input({ components: [member(), member({ id: 'a1', version: '24.03.10' })] }),
      ['cluster.mixed-versions'],
    ],
    ['several revision rows', input({ revisions: ['a', 'head'] }), ['database.not-at-head']],
    ['an emptied version table', input({ revisions: [] }), ['database.not-at-head']],
    ['a registry without project', input({ registries: [registry({})] }, major), ['etcd.registry-project']],
    ['the same before a hop that does not move registries', input({ registries: [registry({})] }, minor), []],
    ['a registry with project', input({ registries: [registry({ projects: ['stable'] })] }, major), []],
    [
      'a local registry',
      input({ registries: [registry({ type: 'local' }), registry({ projects: ['x'] })] }, major),
      [],
    ],
    [
      "Docker Hub's own",
      input({ registries: [registry({ type: 'docker', host: 'index.docker.io' })] }, major),
      [],
    ],
    ['folders whose owner is gone', input({ rows: folders }, major), ['database.vfolder-orphans']],
    ['the same before a hop that leaves folders alone', input({ rows: folders }, minor), []],
    ['managers that are frozen', input({ managerStatus: 'frozen' }), ['manager.frozen']],
    ['managers that serve', input({ managerStatus: 'running' }), []],
    ['a password that others can read', input({ openFiles: ['/c/cluster.yaml'] }), ['cluster.secrets-open']],
    [
      'too little room for a dump on the host that keeps it',
      dumpedOn('db', { database: 1e9, free: 1e9 }, 1e9),
      ['disk.no-room'],
    ],
    ['room for a dump on the host that keeps it', dumpedOn('db', { database: 1e9, free: 1e9 }, 2e9), []],
    ['too little room for a dump', input({ space: { database: 1e9, free: 1e9 } }, major), ['disk.no-room']],
    ['sessions that run', input({ workloads: { ...quiet, running: 2 } }, major), ['workloads.running']],
    [
      'sessions on their way',
      input({ workloads: { ...quiet, inFlight: 1, pending: 1 } }, major),
      ['workloads.in-flight'],
    ],
    [
      'background tasks and uploads',
      input({ workloads: { ...quiet, tasks: 1, uploads: 2 } }, minor),
      ['workloads.background'],
    ],
    [
      'background tasks that nobody knows',
      input({ workloads: { running: 0, inFlight: 0, pending: 0, uploads: 0 } }, minor),
      ['workloads.unknown'],
    ],
    [
      'neither tasks nor uploads known',
      input({ workloads: { running: 0, inFlight: 0, pending: 0 } }, minor),
      ['workloads.unknown', 'workloads.unknown'],
    ],
    ['neither known without a hop', input({ workloads: { running: 0, inFlight: 0, pending: 0 } }), []],
    [
      'a configuration that nobody can read',
      input({ components: [member({ configTrouble: { file: '/c/m.toml', line: 3, what: 'no TOML' } })] }),
      ['configuration.unreadable'],
    ],
    ['no room for the proof', input({ rows: full('gpu') }, minor), ['proof.no-room']],
    ['no room where the proof does not run', input({ rows: full('others') }, minor), []],
    ['no room, and no hop', input({ rows: full('gpu') }), []],
    [
      'background work without a hop',
      input({ workloads: { running: 0, inFlight: 0, pending: 0, tasks: 1 } }),
      [],
    ],
    ['sessions without a hop', input({ workloads: { running: 2, inFlight: 1, pending: 1 } }), []],
  ])('%s', (_what, given, codes) => {
    expect(runChecks(given).map(({ code }) => code)).toEqual(codes);
  });

  it('give each finding their own code, and say what to type', () => {
    expect(new Set(checks.map(({ code }) => code)).size).toBe(checks.length);
    const [finding] = runChecks(input({ registries: [registry({})] }, major));
    expect(finding).toMatchObject({ severity: 'blocker', subject: 'cr.example.org' });
    expect(finding?.hint).toContain('config/docker/registry/cr.example.org/project');
    expect(finding?.hint).toMatch(/^baiup check 24.09.4 --fix etcd.registry-project=NAME/);
    const [orphans] = runChecks(input({ rows: folders }, major));
    expect(orphans?.hint).toMatch(/^baiup check 24.09.4 --fix database.vfolder-orphans=EMAIL/);
    expect(orphans?.detail).toBe('1f data ready; and 1 more');
  });

  it('name few of ten thousand members, and one of each version', () => {
    const agents = Array.from({ length: 10_000 }, (_each, index) =>
      member({ id: `a${index}`, version: '24.03.10' }),
    );
    const [mixed] = runChecks(input({ components: [member(), ...agents] }));
    expect(mixed?.summary.length).toBeLessThan(300);
    expect(mixed?.hint).toContain('--from-mixed m1=24.03.11,a0=24.03.10 TO');
  });
});
