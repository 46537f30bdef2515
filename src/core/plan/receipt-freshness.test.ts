import { describe, expect, it } from 'vitest';
import type { Plan } from './plan.ts';
import type { Receipt } from './receipt.ts';
import { judgeReceipts, type Present } from './receipt-freshness.ts';
import { workOf } from './work-of.ts';

const facts = { components: [], revisions: ['head'] };
const plan = {
  id: 'p-1',
  cluster: 'lab',
  to: '24.09.4',
  fingerprint: 'f-1',
  facts,
  hops: [{ from: '24.03.11', to: '24.09.4', phases: [] }],
} as unknown as Plan;

const artefact = {
  step: '1.stage.m1',
  component: 'manager',
  version: '24.09.4',
  environment: '/environments/manager-24.09.4',
  wheel: 'w-1',
  installed: 'i-1',
};
const seen = { schema: 's-1', registries: 'r-1', database: 1000 };

const receipt = {
  plan: 'p-1',
  fingerprint: 'f-1',
  work: workOf(plan),
  cluster: 'lab',
  to: '24.09.4',
  made: '2026-03-01T12:00:00.000Z',
  seen,
  artefacts: [artefact],
} as unknown as Receipt;

const present: Present = { now: new Date('2026-03-02T12:00:00Z'), seen, artefacts: [artefact] };

it('counts the receipt of this plan and this cluster', () => {
  const older = { ...receipt, made: '2026-02-28T12:00:00.000Z' };
  expect(judgeReceipts([older, receipt], plan, present)).toEqual({ kind: 'fresh', receipt });
});

it('counts it for the same work that is predicted or accepted otherwise', () => {
  const again = { ...plan, id: 'p-2', accepted: ['x'], downtime: { predicted: 1, basis: '' } };
  expect(judgeReceipts([receipt], again, present).kind).toBe('fresh');
});

describe('says why none counts', () => {
  const why = (receipts: readonly Receipt[], of: Plan = plan, now: Present = present): string => {
    const judged = judgeReceipts(receipts, of, now);
    return judged.kind === 'none' ? judged.why : 'fresh';
  };
  const edited = { ...plan, hops: [{ ...plan.hops[0], to: '24.09.5' }] } as unknown as Plan;
  const at = '2026-03-01 12:00 UTC';

  it.each<[string, string]>([
    ['it never was', why([])],
    ['it never was', why([{ ...receipt, cluster: 'other', plan: 'p-9' }], edited)],
    [
      `the rehearsal of ${at} was of another plan, p-1 to 24.09.4`,
      why([receipt], { ...edited, id: 'p-2' } as Plan),
    ],
    [
      `the rehearsal of ${at} was of the cluster as it was then (p-1 to 24.09.4)`,
      why([receipt], { ...edited, id: 'p-2', fingerprint: 'f-2' } as Plan),
    ],
    [
      `the rehearsal was at ${at}, but that is 7 days ago, and a rehearsal counts for 7`,
      why([receipt], plan, { ...present, now: new Date('2026-03-08T12:00:00Z') }),
    ],
    [
      `the rehearsal was at ${at}, but since then the database's tables changed`,
      why([receipt], plan, { ...present, seen: { ...seen, schema: 's-2' } }),
    ],
    [
      `the rehearsal was at ${at}, but since then the container registries in etcd changed`,
      why([receipt], plan, { ...present, seen: { ...seen, registries: 'r-2' } }),
    ],
    [
      `the rehearsal was at ${at}, but since then the database grew to more than 2 times its size`,
      why([receipt], plan, { ...present, seen: { ...seen, database: 2001 } }),
    ],
    [
      `the rehearsal was at ${at}, but since then the environment of manager 24.09.4 is gone`,
      why([receipt], plan, { ...present, artefacts: [] }),
    ],
    [
      `the rehearsal was at ${at}, but since then the environment of manager 24.09.4 holds other packages`,
      why([receipt], plan, { ...present, artefacts: [{ ...artefact, installed: 'i-2' }] }),
    ],
    [
      `the rehearsal was at ${at}, but since then the wheel of manager 24.09.4 has changed`,
      why([receipt], plan, { ...present, artefacts: [{ ...artefact, wheel: null }] }),
    ],
  ])('%s', (expected, said) => {
    expect(said).toBe(expected);
  });
});

it('environments of two hosts may lie at the same path and hold different files', () => {
  const two = [artefact, { ...artefact, step: `${artefact.step}.of-another-host`, installed: 'i-2' }];
  const both = { ...receipt, artefacts: two };
  expect(judgeReceipts([both], plan, { ...present, artefacts: two }).kind).toBe('fresh');
});
