import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Plan } from '../../core/plan/plan.ts';
import type { Asked } from '../../core/run/asked.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import type { Request } from '../../io/journal/request.ts';
import { simulatedJournal } from '../../io/journal/simulated-journal.ts';
import { operatorApprove } from '../steps/operator-approve.ts';
import { hearRequests } from './hear-requests.ts';
import { beginRun, driveOf, newWorld } from './simulated-run.ts';

let folder = '';
let record: RunRecord;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-requests-'));
  record = await beginRun(
    simulatedJournal(() => new Date(), folder),
    1,
    true,
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const request = (what: Request['what']): Request => ({
  what,
  who: 'ben@there',
  why: 'lunch',
  at: '2026-01-01T00:00:00.000Z',
});

/** The plan with a real manual step in the place of one. */
function withManualStep(plan: Plan, id: string): Plan {
  const params = { hop: 1, rule: 'a-rule', what: 'turn the lamp', how: 'manually', optional: false };
  return {
    ...plan,
    hops: plan.hops.map((hop) => ({
      ...hop,
      phases: hop.phases.map((phase) => ({
        ...phase,
        steps: phase.steps.map((step) =>
          step.id === id ? { ...step, kind: operatorApprove.kind, params } : step,
        ),
      })),
    })),
  };
}

async function heard(...what: Request['what'][]) {
  const told: string[] = [];
  const { drive, end } = await hearRequests(driveOf(record, newWorld()), ({ what }) => told.push(what));
  const { requests } = record;
  for (const each of what) {
    await requests.make(request(each));
    await vi.waitFor(async () => expect(await requests.read()).toEqual([]), { timeout: 5000 });
  }
  await end();
  return { asked: drive.asked(), told };
}

describe('what other terminals ask of a run', () => {
  it('is heard once, with who and why', async () => {
    const { asked, told } = await heard('pause', 'pause');
    expect(asked).toEqual({ ...request('pause') });
    expect(told).toEqual(['pause']);
  });

  it('goes on to giving up from a pause, and not back', async () => {
    const { asked, told } = await heard('pause', 'abort', 'pause');
    expect(asked?.what).toBe('abort');
    expect(told).toEqual(['pause', 'abort']);
  });

  it('to be given up comes before what its own terminal asks, and a pause after it', async () => {
    const own: Asked = { ...request('pause'), what: 'pause', who: 'ana@here' };
    const { drive, end } = await hearRequests(
      driveOf(record, newWorld(), () => own),
      () => undefined,
    );
    const { requests } = record;
    for (const what of ['pause', 'abort'] as const) {
      await requests.make(request(what));
      await vi.waitFor(async () => expect(await requests.read()).toEqual([]), { timeout: 5000 });
      expect(drive.asked()).toMatchObject(what === 'pause' ? own : request('abort'));
    }
    await end();
  });

  it('is not heard any more, and forgotten, once nobody drives the run', async () => {
    const { told } = await heard();
    const { requests } = record;
    await requests.make(request('pause'));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await requests.read()).toHaveLength(1);
    expect(told).toEqual([]);
    const { end } = await hearRequests(driveOf(record, newWorld()), () => undefined);
    await requests.make(request('pause'));
    await end();
    expect(await requests.read()).toEqual([]);
  });

  it('was forgotten where it was asked before anybody drove the run', async () => {
    await record.requests.make(request('abort'));
    expect((await heard()).asked).toBeUndefined();
  });

  it('may be the approval of a manual step, and the journal keeps whose it is', async () => {
    const [step] = ['1.manual'];
    record = { ...record, plan: withManualStep(record.plan, step) };
    await record.append({ kind: 'approval.asked', how: 'x', step, hop: 0, title: 'lamp' });
    expect((await heard('approve')).asked).toBeUndefined();
    expect((await record.events()).at(-1)).toMatchObject({
      kind: 'approval.given',
      step,
      who: 'ben@there',
      by: 'approve',
    });
  });
});
