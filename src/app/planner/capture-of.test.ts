import { describe, expect, it } from 'vitest';
import { simulatedSnapshot } from '../../core/cluster/simulated-cluster.ts';
import { simulatedVisitor as session } from '../../core/cluster/simulated-visitor.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { CaptureMode } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import type { Finding } from '../../lib/finding.ts';
import { asideRefusals, captureOf } from './capture-of.ts';
import { needsOf, planned } from './simulated-plan.ts';
import { soundPlan } from './sound/sound-plan.ts';

const obstacle: Finding = {
  code: 'capture.cannot-create',
  severity: 'info',
  subject: 'database backend',
  summary: 'it may not',
};
const others = { sessions: [session], timeouts: [] };

const codes = (found: Partial<ClusterSnapshot>, asked: CaptureMode | undefined) =>
  captureOf(simulatedSnapshot(found), asked).findings.map(({ code }) => code);

describe('how databases are captured', () => {
  it.each<[string, Partial<ClusterSnapshot>, CaptureMode, boolean, readonly string[]]>([
    ['set aside where nothing stands in the way', { asideObstacles: [] }, 'aside', true, []],
    ['dumped where that was asked for', { asideObstacles: [] }, 'dump', false, []],
    ['not set aside where it cannot be', { asideObstacles: [obstacle] }, 'aside', false, [obstacle.code]],
    ['not set aside where nobody has looked', {}, 'aside', false, ['capture.unknown']],
    [
      'set aside for an operator who lets others lose their sessions',
      { asideObstacles: [], others },
      'aside',
      true,
      [],
    ],
  ])('%s', (_what, found, asked, aside, said) => {
    const snapshot = simulatedSnapshot(found);
    expect([captureOf(snapshot, asked).aside, codes(found, asked)]).toEqual([aside, said]);
    expect(asideRefusals(snapshot, asked).map(({ severity }) => severity)).toEqual(
      asked === 'aside' ? said.map(() => 'blocker') : [],
    );
  });
});

describe('a plan that sets the database aside', () => {
  const plan = planned('24.03.11', '24.09.4', { capture: 'aside', found: { asideObstacles: [] } });
  const kinds = walkPlan(plan).map(({ step }) => step.kind);

  it('copies, notes, migrates, and gives the name before anything starts, and dumps afterwards', () => {
    expect(kinds.filter((kind) => /^(database|schema)\.(?!expect|prove)/.test(kind))).toEqual([
      'database.aside',
      'database.note',
      'schema.migrate',
      'database.name',
      'database.dump',
      'database.seal',
    ]);
    expect(needsOf(plan, '1.capture.database')).toEqual(['1.others.database', '1.stop.m1']);
    expect(needsOf(plan, '1.start.m1')).toEqual(
      expect.arrayContaining(['1.name.database', '1.note.database', '1.migrate.schema']),
    );
    expect(needsOf(plan, '1.view.census')).toContain('1.name.database');
    expect(needsOf(plan, '1.migrate.schema')).not.toContain('1.note.database');
    expect(needsOf(plan, '1.dump.database')).toContain('1.start.m1');
    expect(needsOf(plan, '1.seal.database')).toContain('1.dump.database');
  });

  it('copies nothing where nothing is migrated', () => {
    const minor = planned('24.03.10', '24.03.11', { capture: 'aside', found: { asideObstacles: [] } });
    expect(walkPlan(minor).map(({ step }) => step.kind)).not.toContain('database.aside');
    const hindered = { capture: 'aside', found: { asideObstacles: [obstacle] } } as const;
    const saidOf = (from: string, to: string): string[] =>
      planned(from, to, hindered).findings.map(({ code }) => code);
    expect(saidOf('24.03.10', '24.03.11')).not.toContain(obstacle.code);
    expect(saidOf('24.03.11', '24.09.4')).toContain(obstacle.code);
  });

  it('is sound, and is not without one of its parts', () => {
    expect(soundPlan(plan)).toEqual([]);
    const without = (kind: string) => ({
      ...plan,
      hops: plan.hops.map((hop) => ({
        ...hop,
        phases: hop.phases.map((phase) => {
          const gone = new Set(walkPlan(plan).flatMap(({ step }) => (step.kind === kind ? [step.id] : [])));
          const steps = phase.steps.filter((step) => !gone.has(step.id));
          return {
            ...phase,
            steps: steps.map((step) => ({ ...step, needs: step.needs.filter((id) => !gone.has(id)) })),
          };
        }),
      })),
    });
    for (const kind of ['database.aside', 'database.note', 'database.name', 'database.dump'])
      expect([kind, soundPlan(without(kind)).length > 0]).toEqual([kind, true]);
  });
});
