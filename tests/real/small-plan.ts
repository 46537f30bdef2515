import type { Plan } from '../../src/core/plan/plan.ts';
import { identified } from '../../src/core/plan/plan-id.ts';
import { fingerprint } from '../../src/lib/stable-json.ts';
import type { SmallRevision } from './small-release.ts';

/** A plan of one hop whose target has these revisions beside the first, and lies in an environment. */
export function smallPlan(environment: string, revisions: readonly SmallRevision[]): Plan {
  const run = revisions.map(({ id }) => id);
  const head = run.at(-1) ?? 'first';
  const legs = [{ environment, run, from: ['first'], head }];
  const step = (id: string, kind: string, params: object, needs: readonly string[]) => ({
    id: `1.${id}`,
    kind,
    title: id,
    params: { hop: 1, ...params },
    needs: needs.map((need) => `1.${need}`),
    hosts: ['here'],
    estimate: 1,
  });
  const migration = { member: 'm1', legs };
  const steps = [
    step('expect', 'schema.expect', { version: '24.09.4', environment, head, member: 'm1' }, []),
    step('warm', 'migrator.warm', migration, ['expect']),
    step('database', 'database.capture', {}, ['warm']),
    step('etcd', 'configstore.capture', {}, ['warm']),
    step('migrate', 'schema.migrate', migration, ['database', 'etcd']),
    step('view', 'census.view', {}, ['migrate']),
    step('prove', 'schema.prove', { head, toLine: '24.09' }, ['migrate']),
    // Its revisions change rows, which no release's revisions explain.
    step('census', 'census.prove', { revisions: [], moved: [], accepted: true }, ['view']),
  ];
  const facts = { components: [], revisions: ['first'] };
  return identified({
    madeWith: { baiup: '0', catalog: '' },
    cluster: 'small',
    policy: 'page',
    windows: 'each',
    from: '24.03.11',
    to: '24.09.4',
    fingerprint: fingerprint(facts),
    facts,
    hops: [
      {
        from: '24.03.11',
        to: '24.09.4',
        kind: 'major',
        route: { kind: 'upgrade', run, fill: [], orphans: [], why: '' },
        phases: [{ name: 'all', title: 'all', side: 'stopped' as const, steps }],
      },
    ],
    findings: [],
    accepted: [],
    downtime: { predicted: 1, basis: '' },
  });
}
