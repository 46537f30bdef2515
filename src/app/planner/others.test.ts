import { describe, expect, it } from 'vitest';
import type { DatabaseSession } from '../../core/cluster/database-session.ts';
import { simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import { simulatedVisitor as session } from '../../core/cluster/simulated-visitor.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Others, OthersPolicy } from '../../core/plan/others.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { madeAgain } from './made-again.ts';
import { othersFindings } from './others-findings.ts';
import { needsOf, planned, simulatedGround } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';

const asked = (policy: OthersPolicy): { readonly others: Others } => ({ others: { policy, seconds: 30 } });
const stepsIn = (plan: Plan) =>
  walkPlan(plan).flatMap(({ step }) => (step.kind === 'others.leave' ? [step] : []));
const waitsIn = (plan: Plan) =>
  walkPlan(plan).flatMap(({ step }) => (step.kind === 'others.wait' ? [step] : []));

describe('a plan that migrates a database', () => {
  it('waits for others between the stop of its writers and its capture', () => {
    const plan = planned('24.03.11', '24.09.4');
    expect(plan.others).toBeUndefined();
    expect(stepsIn(plan)).toMatchObject([
      { id: '1.others.database', params: { policy: 'wait', seconds: 15 } },
    ]);
    expect(needsOf(plan, '1.others.database')).toContain('1.stop.m1');
    expect(needsOf(plan, '1.capture.database')).toContain('1.others.database');
    expect(soundPlan(plan)).toEqual([]);
  });

  it('waits for them before anything stops, warms up or parks, and inside the stop for the rest', () => {
    const plan = planned('24.03.11', '24.09.4', { others: { policy: 'wait', seconds: 600 } });
    expect(waitsIn(plan)).toMatchObject([
      { id: '1.wait.database', params: { policy: 'wait', seconds: 600 }, estimate: 0.1 },
    ]);
    for (const id of ['1.warm.migrator', '1.park.m1', '1.stop.m1', '1.stop.a1'])
      expect(needsOf(plan, id)).toContain('1.wait.database');
    expect(stepsIn(plan)[0]?.params).toMatchObject({ policy: 'wait', seconds: 15 });
  });

  it.each<[string, Partial<DatabaseSession>, number]>([
    ['at work', { transaction: 9 }, 600],
    ['at rest', {}, 0.1],
  ])('says how long that may be where somebody is %s, which is no downtime', (_what, more, estimate) => {
    const found = (sessions: readonly DatabaseSession[]): Partial<ClusterSnapshot> => ({
      others: { sessions, timeouts: [] },
    });
    const of = (sessions: readonly DatabaseSession[]) =>
      planned('24.03.11', '24.09.4', {
        others: { policy: 'wait', seconds: 600 },
        found: found(sessions),
      });
    const plan = of([{ ...session, ...more }]);
    expect(waitsIn(plan)[0]?.estimate).toBe(estimate);
    expect(plan.downtime.predicted).toBe(of([]).downtime.predicted);
  });

  it('does as its operator wants it, and is made again so', () => {
    const plan = planned('24.03.11', '24.09.4', asked('end'));
    expect(plan.others).toEqual({ policy: 'end', seconds: 30 });
    expect(waitsIn(plan)[0]?.params).toMatchObject({ policy: 'end', seconds: 30 });
    expect(stepsIn(plan)[0]?.params).toMatchObject({ policy: 'end', seconds: 5 });
    const again = (given: Plan) => madeAgain(given, simulatedGround('24.03.11'), { own: [] });
    expect(again(plan).others).toEqual(plan.others);
    const edited = { ...plan, others: { policy: 'wait' as const, seconds: 30 } };
    expect(() => again(edited)).toThrow('differs');
  });

  it('ends all sessions where it sets the database aside', () => {
    const plan = planned('24.03.11', '24.09.4', { capture: 'aside', found: { asideObstacles: [] } });
    expect(stepsIn(plan)[0]?.params).toMatchObject({ policy: 'wait', aside: true });
    expect(needsOf(plan, '1.capture.database')).toContain('1.others.database');
  });

  it('is not sound where they are looked for too early, or too late', () => {
    const plan = planned('24.03.11', '24.09.4');
    const without = (id: string | undefined, need: RegExp): Plan => ({
      ...plan,
      hops: plan.hops.map((hop) => ({
        ...hop,
        phases: hop.phases.map((phase) => ({
          ...phase,
          steps: phase.steps.map((step) =>
            id === undefined || step.id === id
              ? { ...step, needs: step.needs.filter((each) => !need.test(each)) }
              : step,
          ),
        })),
      })),
    });
    const flaws = (given: Plan) =>
      soundPlan(given)
        .map(({ summary }) => summary)
        .join('\n');
    expect(flaws(without(undefined, /^1.wait/))).toContain('1.stop.m1 does not wait for 1.wait.database');
    expect(flaws(without('1.others.database', /stop/))).toContain(
      '1.others.database does not wait for 1.stop.m1',
    );
    expect(flaws(without('1.capture.database', /others/))).toContain(
      '1.capture.database does not wait for 1.others.database',
    );
  });
});

it('a plan that migrates nothing looks for nobody', () => {
  expect(stepsIn(planned('24.03.10', '24.03.11'))).toEqual([]);
  expect(waitsIn(planned('24.03.10', '24.03.11'))).toEqual([]);
});

describe('what is said of others beforehand', () => {
  const at = (sessions: readonly DatabaseSession[], more: object = {}): Partial<ClusterSnapshot> => ({
    others: { sessions, timeouts: [], ...more },
  });
  const said = (policy: OthersPolicy, found: Partial<ClusterSnapshot>) =>
    othersFindings(planned('24.03.11', '24.09.4', asked(policy)), simulatedSnapshot(found));

  it.each<[string, OthersPolicy, Partial<ClusterSnapshot>, readonly object[]]>([
    ['nothing where they are waited for', 'wait', at([session], { endsOwnOnly: true }), []],
    ['nothing where nobody is there', 'refuse', at([]), []],
    [
      'whom the plan refuses',
      'refuse',
      at([session]),
      [
        {
          code: 'others.there',
          severity: 'blocker',
          hint: expect.stringContaining('pg_terminate_backend(7)'),
        },
      ],
    ],
    ['nothing where all can be ended', 'end', at([session]), []],
    [
      'whom the role may not end',
      'end',
      at([session, { ...session, pid: 8, unendable: true }], { endsOwnOnly: true }),
      [
        {
          code: 'others.unendable',
          severity: 'warning',
          summary: expect.stringMatching(/may not end process 8 \(psql of ana/),
          hint: expect.stringContaining('GRANT pg_signal_backend'),
        },
      ],
    ],
    [
      'that the role may end its own alone',
      'end',
      at([], { endsOwnOnly: true }),
      [
        {
          code: 'others.own-only',
          severity: 'info',
          hint: expect.stringContaining('GRANT pg_signal_backend'),
        },
      ],
    ],
  ])('%s', (_what, policy, found, expected) => {
    expect(said(policy, found)).toMatchObject(expected);
    expect(said(policy, found)).toHaveLength(expected.length);
  });

  it('is in the plan', () => {
    const plan = planned('24.03.11', '24.09.4', { ...asked('end'), found: at([], { endsOwnOnly: true }) });
    expect(plan.findings.map(({ code }) => code)).toContain('others.own-only');
  });

  it('is nothing where no database is migrated', () => {
    const plan = planned('24.03.10', '24.03.11', asked('refuse'));
    expect(othersFindings(plan, simulatedSnapshot(at([session])))).toEqual([]);
  });
});
