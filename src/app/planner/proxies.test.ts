import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { absentFrom } from '../../core/components/absent-from.ts';
import { componentNamed } from '../../core/components/index.ts';
import { findPath } from '../../core/path/find-path.ts';
import type { Policy } from '../../core/path/path.ts';
import type { Plan, Windowing } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { makePlan } from './make-plan.ts';

const member = (id: string, component: Member['component'], port: number): Member => ({
  id,
  component,
  host: 'local',
  service: { kind: 'process', folder: `/lab/services/${id}` },
  config: `/lab/${component}.toml`,
  workdir: '/lab',
  endpoint: { host: '127.0.0.1', port },
});

const inventory: Inventory = {
  cluster: 'lab',
  hosts: { local: { transport: 'local' } },
  database: { host: '127.0.0.1', port: 5432, name: 'backend', user: 'postgres', password: 'very-secret' },
  etcd: { host: '127.0.0.1', port: 2379, namespace: 'local' },
  api: { url: 'http://127.0.0.1:8081', accessKey: 'AK', secretKey: 'very-secret' },
  proof: { image: 'cr.example.org/stable/python:3.9', architecture: 'x86_64', scalingGroup: 'default' },
  components: [
    member('m1', 'manager', 8081),
    member('p1', 'wsproxy', 5050),
    member('pc1', 'app-proxy-coordinator', 10200),
    member('pw1', 'app-proxy-worker', 10201),
  ],
};

function planned(from: string, to: string, windows: Windowing = 'each', policy: Policy = 'schema'): Plan {
  const catalog = loadCatalog();
  const path = findPath(catalog, parseVersion(from), parseVersion(to), { policy });
  const snapshot: ClusterSnapshot = {
    cluster: 'lab',
    components: inventory.components.map(({ id, component, host }) => {
      const absent = absentFrom(componentNamed(component), parseVersion(from));
      return {
        id,
        component,
        host,
        version: absent ? undefined : from,
        ...(absent ? { absent } : {}),
        environment: `/lab/environments/${component}-${from}`,
        active: absent === undefined,
        healthy: true,
        configSha256: 'c0ffee',
      };
    }),
    revisions: catalog.find(parseVersion(from))?.schema.heads ?? [],
    registries: [],
    space: { database: 1e6, free: 1e9 },
    rows: {},
    restoreObstacles: [],
    workloads: { running: 0, inFlight: 0, pending: 0 },
  };
  return makePlan({ inventory, snapshot, catalog, path, windows, findings: [], accepted: [] });
}

/** Which members each kind of step is for, in the plan's order, over all hops. */
const membersOf = (plan: Plan, kind: string): string[] =>
  walkPlan(plan).flatMap(({ step, hop }) =>
    step.kind === kind ? [`${hop + 1}.${String(step.params['member'] ?? step.params['component'])}`] : [],
  );

describe('a hop over 25.13', () => {
  const plan = planned('25.12.1', '25.13.4');

  it.each([
    ['service.stop', ['1.m1', '1.p1']],
    ['service.switch', ['1.m1', '1.pc1', '1.pw1']],
    ['service.start', ['1.m1', '1.pc1', '1.pw1']],
    ['component.prove', ['1.m1', '1.pc1', '1.pw1']],
    ['environment.stage', ['1.manager', '1.app-proxy-coordinator', '1.app-proxy-worker']],
  ])('%s is for %j', (kind, members) => {
    expect(membersOf(plan, kind)).toEqual(members);
  });

  it('starts the worker once its coordinator answers', () => {
    const start = walkPlan(plan).find(({ step }) => step.id === '1.start.pw1')?.step;
    expect(start?.needs).toContain('1.start.pc1');
  });
});

it.each([
  ['one', ['1.p1'], ['1.pc1', '1.pw1'], ['1.pc1', '1.pw1']],
  [
    'each',
    ['1.p1', '2.p1', '3.pc1', '3.pw1', '4.pc1', '4.pw1'],
    ['1.p1', '2.pc1', '2.pw1', '3.pc1', '3.pw1', '4.pc1', '4.pw1'],
    ['1.p1', '2.pc1', '2.pw1', '3.pc1', '3.pw1', '4.pc1', '4.pw1'],
  ],
] as const)('over several hops, windows "%s"', (windows, stopped, started, switched) => {
  const plan = planned('25.11.4', '25.15.12', windows, 'page');
  const proxies = (kind: string) => membersOf(plan, kind).filter((each) => !each.endsWith('m1'));
  expect(proxies('service.stop')).toEqual(stopped);
  expect(proxies('service.start')).toEqual(started);
  expect(proxies('service.switch')).toEqual(switched);
});

it('leaves alone what no release of the plan has', () => {
  const plan = planned('24.03.5', '24.03.6');
  expect(membersOf(plan, 'service.stop')).toEqual(['1.m1']);
  expect(membersOf(plan, 'service.start')).toEqual(['1.m1']);
});

it('starts in a minor hop, after the manager, what its release brings', () => {
  const plan = planned('24.03.6', '24.03.7');
  expect(membersOf(plan, 'service.stop')).toEqual(['1.m1']);
  expect(membersOf(plan, 'service.start')).toEqual(['1.m1', '1.p1']);
  const needs = walkPlan(plan).find(({ step }) => step.id === '1.switch.p1')?.step.needs;
  expect(needs).toEqual(['1.start.m1']);
});

it('says why no session is tried where no agent runs', () => {
  const session = walkPlan(planned('25.12.1', '25.13.4')).find(({ step }) => step.kind === 'session.prove');
  expect(session?.step.params['skipped']).toBe('cluster.yaml has no agent that runs at 25.13.4');
  expect(session?.step.title).toMatch(/^No session is tried: cluster.yaml has no agent/);
});
