import { expect, it } from 'vitest';
import type { RunEvent } from '../../core/run/event.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { operatorApprove } from '../steps/operator-approve.ts';
import { type ApprovalOf, approve } from './approve-steps.ts';
import { operator } from './operator.ts';
import { beginRun } from './simulated-run.ts';

/** A run of three hops, each with a manual step; the last may be left out. */
async function begun(): Promise<RunRecord> {
  const record = await beginRun(
    simulatedJournal(() => new Date(), '/nowhere'),
    3,
    true,
  );
  const hops = record.plan.hops.map((hop, index) => ({
    ...hop,
    phases: hop.phases.map((phase) => ({
      ...phase,
      steps: phase.steps.map((step) =>
        step.kind === 'manual'
          ? {
              ...step,
              kind: operatorApprove.kind,
              params: {
                hop: index + 1,
                rule: `rule-${index + 1}`,
                what: 'x',
                how: 'y',
                optional: index === 2,
              },
            }
          : step,
      ),
    })),
  }));
  return { ...record, plan: { ...record.plan, hops } };
}

it('writes down who approved which steps and in which way, each once', async () => {
  const record = await begun();
  await record.append({ kind: 'approval.asked', how: 'y', step: '2.manual', hop: 1, title: '2.manual' });
  const told: RunEvent[] = [];
  const asked: unknown[] = [];
  const approvalOf: ApprovalOf = ({ rule, optional }, isAsked) => {
    asked.push([rule, optional, isAsked]);
    if (isAsked) return 'approve';
    return optional ? 'yes' : undefined;
  };
  const drive = { record, onEvent: (event: RunEvent) => void told.push(event) };
  await approve(drive, approvalOf, 'ana@desk');
  expect(asked).toEqual([
    ['rule-1', false, false],
    ['rule-2', false, true],
    ['rule-3', true, false],
  ]);
  const given = { kind: 'approval.given', who: 'ana@desk' };
  const expected = [
    { ...given, by: 'approve', step: '2.manual', hop: 1, title: '2.manual' },
    { ...given, by: 'yes', step: '3.manual', hop: 2, title: '3.manual' },
  ];
  expect(told).toMatchObject(expected);
  expect((await record.events()).slice(2)).toEqual(told);
  asked.length = 0;
  await approve(drive, approvalOf);
  expect(asked).toEqual([['rule-1', false, false]]);
  expect(told).toHaveLength(2);
  await approve(drive, () => 'yes');
  expect(told[2]).toMatchObject({ ...given, who: operator(), step: '1.manual' });
});
