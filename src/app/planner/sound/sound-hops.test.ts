import { describe, expect, it } from 'vitest';
import { isBarrier } from '../../../core/plan/barrier.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { walkPlan } from '../../../core/plan/walk.ts';
import { fingerprint } from '../../../lib/stable-json.ts';
import { planned } from '../simulated-plan.ts';
import { edited, set, setParams, stepIn, without } from './simulated-tampering.ts';
import { soundPlan } from './sound-plan.ts';

const said = (plan: Plan): string[] => soundPlan(plan).map(({ summary }) => summary);

const minor = planned('24.03.10', '24.03.11');
const both = planned('24.03.10', '24.09.4');

describe('soundPlan over two hops', () => {
  it.each<[string, (draft: Plan) => void, string]>([
    [
      'a migration without its capture',
      without('2.capture.database', '2.seal.database'),
      'hop 2: nothing captures the database before 2.migrate.schema',
    ],
    [
      'a migration without etcd',
      without('2.capture.etcd'),
      'hop 2: nothing captures etcd for the database before 2.migrate.schema',
    ],
    [
      'a migration beside its capture',
      set('2.migrate.schema', { needs: ['2.warm.migrator', '2.stop.m1'] }),
      'hop 2: 2.migrate.schema does not wait for 2.capture.database',
    ],
    [
      'another migration than its route',
      without('2.migrate.schema', '2.warm.migrator'),
      'hop 2: its migration runs other revisions than its route has',
    ],
    [
      'a start on the old database',
      (draft) => {
        set('2.switch.m1', { needs: ['2.stop.m1'] })(draft);
        set('2.start.m1', { needs: ['2.switch.m1'] })(draft);
      },
      'hop 2: 2.start.m1 does not wait for 2.migrate.schema',
    ],
    [
      'another head',
      setParams('2.prove.schema', { head: 'x' }),
      'hop 2, phase prove, step 2.prove.schema: its title is not "alembic_version is x alone, and the schema is that of a fresh install"',
    ],
    [
      'a break in the path',
      (draft) => {
        draft.hops.shift();
      },
      'hop 1: it begins at 24.03.11, not at 24.03.10',
    ],
    [
      'a hop that does not wait',
      (draft) => {
        for (const { step } of walkPlan(draft)) {
          if (step.id.startsWith('2.')) step.needs = step.needs.filter((need) => !need.startsWith('1.prove'));
        }
      },
      'hop 2: 2.stop.m1 does not wait until hop 1 is proven',
    ],
    [
      'a stop that nothing is prepared for',
      set('2.stop.m1', { needs: ['1.staged', '1.proven'] }),
      'hop 2: 2.stop.m1 does not wait until everything is prepared',
    ],
    [
      'a stop before all is prepared',
      (draft) => {
        const { needs } = stepIn(draft, '2.ready');
        set('2.ready', { needs: needs.filter((need) => need !== '2.warm.migrator') })(draft);
      },
      'hop 2: 2.stop.m1 does not wait until everything is prepared',
    ],
  ])('finds %s', (_what, change, flaw) => {
    expect(said(edited(both, change))).toContain(flaw);
  });

  it('finds every step that is left out', () => {
    const unnoticed = walkPlan(both)
      // A program that is not parked starts as usual.
      .filter(({ step }) => !['operator.approve', 'service.park'].includes(step.kind) && !isBarrier(step))
      .filter(({ step }) => said(edited(both, without(step.id))).length === 0);
    expect(unnoticed.map(({ step }) => step.id)).toEqual([]);
  });

  it('finds facts that were made to fit', () => {
    const fitted = edited(minor, (draft) => {
      draft.facts.revisions = ['x'];
      draft.fingerprint = fingerprint(draft.facts);
    });
    expect(said(fitted)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/1\.prove\.schema is of \w+, and the database ends at x$/),
      ]),
    );
  });
});
