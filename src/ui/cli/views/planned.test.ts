import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { foreseen } from '../../../app/actions/foreseen.ts';
import type { PlanInput } from '../../../app/planner/make-plan.ts';
import { planned, simulatedGround } from '../../../app/planner/simulated-plan.ts';
import { keepReceipt } from '../../../app/records/receipts.ts';
import type { Receipt } from '../../../core/plan/receipt.ts';
import { workOf } from '../../../core/plan/work-of.ts';
import { plain } from '../paint.ts';
import { plannedOutcome } from './planned.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'baiup-planned-'));
  vi.stubEnv('BAIUP_HOME', home);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true, force: true });
});

const plan = planned('24.03.10', '24.03.11');
/** Of one hop, so there is no other way to do the same. */
const input = { ...simulatedGround('24.03.10'), path: { hops: [] } } as unknown as PlanInput;

const receipt: Receipt = {
  format: 2,
  plan: plan.id,
  fingerprint: plan.fingerprint,
  work: workOf(plan),
  cluster: plan.cluster,
  from: plan.from,
  to: plan.to,
  made: '2026-11-27T12:34:56.000Z',
  seen: { schema: 's', registries: 'r', database: 1 },
  copy: { bytes: 1, dump: 1, load: 1 },
  artefacts: [],
  configurations: [],
  hops: [],
  questions: [],
  steps: {},
  revisionLimit: 60,
  etcdChanged: [],
  restore: 1,
  repeats: true,
  downtime: { predicted: 1, predictedRange: [1, 1] },
  ok: true,
};
const failure = { step: '1.migrate', code: 'x', message: 'revision a1 failed', hint: 'fix the rows' };
const saidNo: Receipt = { ...receipt, ok: false, failure };

/** What `baiup plan` types last, once these rehearsals were. */
async function next(receipts: readonly Receipt[], window?: number): Promise<string | undefined> {
  for (const each of receipts) await keepReceipt(each);
  const { text } = plannedOutcome(await foreseen(plan, input, window), 'p.json', plain);
  return text.split('\n').find((line) => line.startsWith('  Next: '));
}

const again =
  '  Next: its rehearsal of 2026-11-27 12:34 UTC failed: revision a1 failed; fix the rows, then: baiup rehearse p.json';

it.each<[string, Receipt[], string]>([
  ['was never rehearsed is to be rehearsed', [], '  Next: baiup rehearse p.json'],
  ['was rehearsed well is to be applied', [receipt], '  Next: baiup apply p.json'],
  ['was rehearsed, and that said no, is not', [saidNo], again],
  [
    'was rehearsed as another plan is to be rehearsed',
    [{ ...receipt, work: 'w' }],
    '  Next: baiup rehearse p.json',
  ],
])('a plan that %s', async (_what, receipts, line) => {
  expect(await next(receipts)).toBe(line);
  expect(await next(receipts, 36_000)).toBe(line);
});

it('the latest rehearsal counts', async () => {
  const later = { ...receipt, plan: 'p-00000000', made: '2026-11-27T13:00:00.000Z' };
  expect(await next([saidNo, later])).toBe('  Next: baiup apply p.json');
});
