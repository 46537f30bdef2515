import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import {
  simulatedInventory,
  simulatedMember,
  simulatedSnapshot,
} from '../../core/cluster/simulated-cluster.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { isBarrier } from '../../core/plan/barrier.ts';
import { planSchema } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { makePlan } from './make-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';
import { wayTo } from './way-to.ts';

const catalog = loadCatalog();
const headOf = (version: string): string => catalog.find(parseVersion(version))?.schema.heads[0] ?? '';
const ids = { m1: 'manager', a1: 'agent', s1: 'storage-proxy', w1: 'webserver' } as const;

const inventory = simulatedInventory(
  Object.entries(ids).map(([id, component], index) => simulatedMember(id, component, 8081 + index)),
);

type Versions = Readonly<Record<keyof typeof ids, string>>;

const snapshotOf = (versions: Versions, revisions: readonly string[]): ClusterSnapshot =>
  simulatedSnapshot({
    components: inventory.components.map(({ id, component }) => ({
      id,
      component,
      host: 'local',
      version: versions[id as keyof typeof ids],
      environment: `/lab/environments/${component}-manual`,
      active: true,
      healthy: true,
      configSha256: 'c0ffee',
    })),
    revisions,
  });

const all = (version: string, others: Partial<Versions> = {}): Versions => ({
  m1: version,
  a1: version,
  s1: version,
  w1: version,
  ...others,
});

function way(versions: Versions, revisions: readonly string[], to: string) {
  const snapshot = snapshotOf(versions, revisions);
  const found = wayTo(catalog, snapshot, parseVersion(to), {});
  if (!found) throw new Error('no way');
  return { snapshot, ...found };
}

/** Hops of the plan, and ids of its first hop's steps that touch the service or the database. */
function planned(
  versions: Versions,
  revisions: readonly string[],
  to: string,
  windows: 'each' | 'one' = 'each',
) {
  const { snapshot, path, first, findings } = way(versions, revisions, to);
  const plan = planSchema.parse(
    makePlan({
      inventory,
      snapshot,
      catalog,
      path,
      ...(first ? { first } : {}),
      windows,
      findings,
      accepted: [],
    }),
  );
  expect(soundPlan(plan)).toEqual([]);
  const inFirst = walkPlan(plan).filter(({ hop }) => hop === 0);
  const known = new Set(walkPlan(plan).map(({ step }) => step.id));
  return {
    plan,
    hops: plan.hops.map(({ from, via = [], to: end }) => [from, ...via, end].join(' ')),
    steps: inFirst
      .filter(({ phase, step }) => phase.side === 'stopped' && !isBarrier(step))
      .map(({ step }) => step.id.slice(2))
      .sort()
      .join(' '),
    staged: inFirst
      .filter(({ phase, step }) => phase.name === 'stage' && !isBarrier(step))
      .map(({ step }) => step.id.slice(2)),
    dangling: walkPlan(plan).flatMap(({ step }) => step.needs.filter((need) => !known.has(need))),
  };
}

describe('a cluster of several versions', () => {
  it('comes to one first: only the one that is behind turns, and the database is left alone', () => {
    const { plan, hops, steps, staged, dangling } = planned(
      all('24.03.11', { a1: '24.03.10' }),
      [headOf('24.03.11')],
      '24.09.4',
    );
    expect(hops).toEqual(['24.03.10 24.03.11', '24.03.11 24.09.4']);
    expect(plan.hops[0]?.behind).toEqual(['a1']);
    expect(plan.hops[1]?.behind).toBeUndefined();
    expect(steps).toBe('capture.files.a1 start.a1 stop.a1 switch.a1');
    expect(staged).toEqual(['note.environments', 'stage.a1', 'expect.schema']);
    expect(dangling).toEqual([]);
    expect(plan.from).toBe('24.03.10');
    const proven = walkPlan(plan).filter(({ step, hop }) => hop === 0 && step.kind === 'component.prove');
    expect(proven.map(({ step }) => step.params['version'])).toEqual(Array(4).fill('24.03.11'));
  });

  it('ends there when the target is there', () => {
    const { hops } = planned(all('24.03.11', { w1: '24.03.10' }), [headOf('24.03.11')], '24.03.11');
    expect(hops).toEqual(['24.03.10 24.03.11']);
  });

  it('goes by what the database holds: a manager that turned before its migration stops for it, and stays', () => {
    const { plan, steps, staged } = planned(
      all('24.03.11', { m1: '24.09.4' }),
      [headOf('24.03.11')],
      '24.09.4',
    );
    expect(steps).toBe(
      'capture.database capture.etcd capture.files.a1 migrate.schema others.database start.a1 start.m1 start.s1 start.w1 stop.a1 stop.m1 stop.s1 stop.w1 switch.a1 switch.s1 switch.w1 view.census',
    );
    expect(plan.hops[0]?.route.fill.length).toBeGreaterThan(0);
    expect(staged).toEqual(['note.environments', 'stage.a1', 'stage.s1', 'stage.w1', 'expect.schema']);
    const migrate = walkPlan(plan).find(({ step }) => step.id === '1.migrate.schema');
    expect(migrate?.step.params['legs']).toMatchObject([
      {
        environment: '/lab/environments/manager-manual',
        from: [headOf('24.03.11')],
        head: headOf('24.09.4'),
      },
    ]);
    const stop = walkPlan(plan).find(({ step }) => step.id === '1.stop.m1');
    expect(stop?.step.params['version']).toBe('24.09.4');
  });

  it('takes all later hops in one stop, where asked, after the first', () => {
    const versions = all('23.09.10', { a1: '23.09.8' });
    const { hops, dangling } = planned(versions, [headOf('23.09.10')], '24.09.6', 'one');
    expect(hops).toEqual(['23.09.8 23.09.10', '23.09.10 24.03.11 24.09.6']);
    expect(dangling).toEqual([]);
  });

  it('warns of what a manual upgrade may have skipped', () => {
    const { findings, hops } = way(all('24.09.4', { a1: '24.03.11' }), [headOf('24.09.4')], '24.09.4');
    expect(hops).toHaveLength(1);
    expect(findings).toMatchObject([
      { code: 'cluster.mixed-versions', severity: 'info' },
      { code: 'mixed-skipped-revisions', severity: 'warning', subject: '24.03.11 → 24.09.4' },
    ]);
  });

  it('finishes a migration that stopped between two heads, where there was only one way', () => {
    const [from, to] = ['23.09.8', '23.09.10'];
    const { first } = way(all(to, { a1: from }), [headOf(from)], to);
    const run = first?.databaseHops[0]?.route.run ?? [];
    expect(run.length).toBeGreaterThan(1);
    const { first: later } = way(all(to, { a1: from }), run.slice(0, 1), to);
    expect(later?.databaseHops[0]?.route.run).toEqual(run.slice(1));
  });

  it('finishes what 26.01.0 began, of which no history tells', () => {
    const versions = all('26.02.5', { a1: '26.01.0' });
    const left = (row: string) => way(versions, [row], '26.02.5').first?.databaseHops[0]?.route.run.length;
    expect([left('d0a3c0716970'), left('bc4e0e948300')]).toEqual([22, 10]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['is emptied', [], /empty/],
    ['holds two rows', ['a', 'b'], /holds a, b/],
    ['is unknown', ['feedc0ffee00'], /not the head of any release/],
    ['is newer than every member', [headOf('25.06.17')], /newer than every member/],
    ['stands between two heads of histories that part', ['20218a73401b'], /not the head of any release/],
  ])('is refused where the database %s', (_what, revisions, why) => {
    const { hops, findings } = way(all('24.09.4', { a1: '24.03.11' }), revisions, '24.09.4');
    expect(hops).toEqual([]);
    const [refusal] = findings.filter(({ severity }) => severity === 'blocker');
    expect(refusal).toMatchObject({ code: 'mixed-database', origin: 'history' });
    expect(refusal?.summary).toMatch(why);
  });

  it('has nowhere to start from where a component has no version', () => {
    const snapshot = snapshotOf(all('24.03.11'), [headOf('24.03.11')]);
    const components = snapshot.components.map((each) =>
      each.id === 'a1' ? { ...each, version: undefined } : each,
    );
    expect(wayTo(catalog, { ...snapshot, components }, parseVersion('24.09.4'), {})).toBeUndefined();
  });
});
