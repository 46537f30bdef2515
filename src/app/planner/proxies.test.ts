import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { OwnDatabaseSnapshot } from '../../core/cluster/snapshot.ts';
import { absentFrom } from '../../core/components/absent-from.ts';
import { componentNamed } from '../../core/components/index.ts';
import { findPath } from '../../core/path/find-path.ts';
import type { Policy } from '../../core/path/path.ts';
import type { OutageMode, Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { makePlan } from './make-plan.ts';
import { needsOf } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';

const database = {
  host: '127.0.0.1',
  port: 5432,
  name: 'appproxy',
  user: 'appproxy',
  password: 'very-secret',
};
const inventory = simulatedInventory([
  simulatedMember('m1', 'manager', 8081),
  simulatedMember('p1', 'wsproxy', 5050),
  { ...simulatedMember('pc1', 'app-proxy-coordinator', 10200), database },
  simulatedMember('pw1', 'app-proxy-worker', 10201),
]);

const missing: OwnDatabaseSnapshot = {
  member: 'pc1',
  members: ['pc1'],
  name: 'appproxy',
  state: 'missing',
  revisions: [],
  tables: 0,
  size: 0,
  mayCreate: true,
  restoreObstacles: [],
};

function planned(
  from: string,
  to: string,
  windows: OutageMode = 'each',
  policy: Policy = 'schema',
  own: OwnDatabaseSnapshot = missing,
  declared: Inventory = inventory,
): Plan {
  const catalog = loadCatalog();
  const path = findPath(catalog, parseVersion(from), parseVersion(to), { policy });
  const snapshot = simulatedSnapshot({
    components: declared.components.map(({ id, component, host }) => {
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
    ownDatabases: [own],
    proxiedGroups: ['default'],
  });
  const plan = makePlan({
    inventory: declared,
    snapshot,
    catalog,
    path,
    windows,
    findings: [],
    accepted: [],
  });
  expect(soundPlan(plan)).toEqual([]);
  return plan;
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
    ['environment.stage', ['1.m1', '1.pc1', '1.pw1']],
  ])('%s is for %j', (kind, members) => {
    expect(membersOf(plan, kind)).toEqual(members);
  });

  it('makes the database before anything stops, and moves the resource groups before anything starts', () => {
    const steps = walkPlan(plan);
    const create = steps.find(({ step }) => step.kind === 'database.create');
    const move = steps.find(({ step }) => step.kind === 'proxy.move')?.step;
    expect(create?.phase.side).toBe('before');
    expect(needsOf(plan, '1.create.database.pc1')).toContain('1.stage.pc1');
    expect(needsOf(plan, '1.stop.m1')).toContain('1.create.database.pc1');
    expect(move?.params).toEqual({
      hop: 1,
      member: 'pc1',
      address: 'http://127.0.0.1:10200',
      groups: ['default'],
    });
    expect(move?.needs).toContain('1.migrate.schema');
    expect(needsOf(plan, '1.start.m1')).toContain('1.move.proxy.pc1');
    expect(JSON.stringify(plan)).not.toContain('very-secret');
  });

  it('makes none where an operator has brought one to the head', () => {
    const made = { ...missing, state: 'there', revisions: ['a1b2c3d4e5f6'], tables: 7 } as const;
    const kinds = walkPlan(planned('25.12.1', '25.13.4', 'each', 'schema', made)).map(
      ({ step }) => step.kind,
    );
    expect(kinds).not.toContain('database.create');
    expect(kinds).toContain('proxy.move');
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

describe("a coordinator's database on later hops", () => {
  const outline = (revisions: string[]): string[] => {
    const own = { ...missing, state: 'there', revisions, tables: 7 } as const;
    return walkPlan(planned('25.15.12', '25.19.2', 'each', 'schema', own)).flatMap(({ step, phase }) =>
      step.params['database'] === 'pc1' ? [`${phase.side}: ${step.kind} ← ${step.needs.join(' ')}`] : [],
    );
  };

  it('is captured with its coordinator stopped, and nothing else where its release has the same history', () => {
    expect(outline(['a1b2c3d4e5f6'])).toEqual([
      'stopped: database.capture ← 1.stop.pc1',
      'back: database.seal ← 1.started',
    ]);
  });

  it('is migrated by its own program and proven where the histories differ', () => {
    expect(outline(['7dbbc087108e']).map((line) => line.split(' ←')[0])).toEqual([
      'before: schema.expect',
      'before: others.wait',
      'before: migrator.warm',
      'stopped: others.leave',
      'stopped: database.capture',
      'stopped: schema.migrate',
      'back: schema.prove',
      'back: database.seal',
    ]);
  });

  it('is proven beside a fresh install of the release before, which tells what its site has', () => {
    const own = { ...missing, state: 'there', revisions: ['7dbbc087108e'], tables: 7 } as const;
    const proofs = walkPlan(planned('25.15.12', '25.19.2', 'each', 'schema', own)).filter(
      ({ step }) => step.kind === 'schema.prove' && step.params['database'] === 'pc1',
    );
    expect(proofs.map(({ step }) => step.params['source'])).toEqual([
      {
        environment: expect.stringContaining('app-proxy-coordinator'),
        member: 'pc1',
        head: '7dbbc087108e',
        line: '25.15',
      },
    ]);
  });
});

it.each([
  ['both are declared', ['m1', 'p1', 'pc1', 'pw1'], []],
  ['the worker is not', ['m1', 'p1', 'pc1'], ['appproxy']],
  ['none is', ['m1', 'p1'], ['appproxy']],
])('the move is a manual step unless both new proxies are declared: %s', (_, ids, rules) => {
  const some = { ...inventory, components: inventory.components.filter(({ id }) => ids.includes(id)) };
  const plan = planned('25.12.1', '25.13.4', 'each', 'schema', missing, some);
  const asked = walkPlan(plan).flatMap(({ step }) =>
    step.kind === 'operator.approve' && step.params['optional'] === false ? [step.params['rule']] : [],
  );
  expect(asked).toEqual(rules);
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
  expect(needsOf(plan, '1.switch.p1')).toEqual(['1.start.m1']);
});

it('says why no session is tried where no agent runs', () => {
  const session = walkPlan(planned('25.12.1', '25.13.4')).find(({ step }) => step.kind === 'session.prove');
  expect(session?.step.params['skipped']).toBe('cluster.yaml has no agent that runs at 25.13.4');
  expect(session?.step.title).toMatch(/^No session is tried: cluster.yaml has no agent/);
});
