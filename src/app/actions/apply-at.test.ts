import { describe, expect, it } from 'vitest';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunView } from '../../core/run/view.ts';
import { simulatedPlanWindows } from '../live/simulated-plan-windows.ts';
import type { Applied, ApplyRequest } from './apply.ts';
import { type Applying, applyAt } from './apply-at.ts';
import type { WindowRequest } from './planned-window.ts';

const at = '2026-11-29T02:00:00.000Z';
const run: Applied = { kind: 'run', view: { run: 'r-1' } as RunView };
const already: Applied = { kind: 'nothing-to-do', plan: {} as Plan };
const how = { planFile: 'plan.json' } as WindowRequest;

/** An operator's plan and its window on a simulated cluster; each part of carrying it out can be another. */
function world(parts: Partial<Applying> = {}) {
  const windows = simulatedPlanWindows();
  const asked: ApplyRequest[] = [];
  const lookedAt: ApplyRequest[] = [];
  const its: Applying = {
    applyUnfinished: async () => undefined,
    judgeApply: async (_request, ifTodo) => void (await ifTodo()),
    apply: async (request) => {
      lookedAt.push(request);
      await request.lastLook?.();
      return run;
    },
    hasRun: async () => false,
    plannedWindow: async () => windows.of(),
    ...parts,
  };
  const requested = (): ApplyRequest => {
    asked.push({ planFile: 'plan.json' } as ApplyRequest);
    return asked.at(-1) as ApplyRequest;
  };
  return { ...windows, asked, lookedAt, apply: (when = at) => applyAt(requested, how, when, its) };
}

const refuse = () => Promise.reject(new Error('plan.stale'));

describe('apply --at', () => {
  it('writes the window down, waits for it, and begins by what is asked for then', async () => {
    const { apply, state, asked, lookedAt, known } = world();
    expect(await apply()).toEqual({ kind: 'applied', applied: run });
    expect(state.now).toBeGreaterThanOrEqual(Date.parse(at));
    expect(await known()).toMatchObject({ at, who: 'ana@desk' });
    expect(asked).toHaveLength(2);
    expect(lookedAt).toMatchObject([{ planFile: 'plan.json', lastLook: expect.any(Function) }]);
  });

  it('goes on with the run of its plan without a window', async () => {
    const { apply, announcement } = world({ applyUnfinished: async () => run });
    expect(await apply('yesterday')).toEqual({ kind: 'applied', applied: run });
    expect(await announcement.read()).toBeUndefined();
  });

  it('refuses a time that has passed before it rehearses, and nothing is written or told', async () => {
    let rehearsed = false;
    const { apply, announcement, state } = world({
      judgeApply: async (_request, ifTodo) => {
        await ifTodo();
        rehearsed = true;
        return undefined;
      },
    });
    await expect(apply('2026-11-28T01:00:00Z')).rejects.toMatchObject({ code: 'window.past' });
    expect(rehearsed).toBe(false);
    expect(await announcement.read()).toBeUndefined();
    expect(state.read).toEqual({ single: 'hello' });
  });

  it('refuses what could not begin before anything is written or told', async () => {
    const { apply, announcement, state } = world({ judgeApply: refuse });
    await expect(apply()).rejects.toThrow('plan.stale');
    expect(await announcement.read()).toBeUndefined();
    expect(state.read).toEqual({ single: 'hello' });
  });

  it.each<[string, Partial<Applying>]>([
    ['before the waiting', { judgeApply: async () => already }],
    ['at its time', { apply: async () => already }],
  ])(
    'where there is nothing to do %s its window goes, and users read what they read before',
    async (_when, parts) => {
      const { apply, of, announcement, state } = world(parts);
      await of().agree(at);
      await of().wait('now');
      expect(state.read.single).toContain('planned');
      expect(await apply()).toEqual({ kind: 'applied', applied: already });
      expect(await announcement.read()).toBeUndefined();
      expect(state.read).toEqual({ single: 'hello' });
    },
  );

  it('begins nothing where the window is moved in the last moment, and users keep reading the new time', async () => {
    const later = '2026-11-29T05:00:00.000Z';
    const { apply, of, known, state } = world({
      apply: async (request) => {
        await of({ who: 'bob@desk', takesOver: true }).agree(later);
        await of().wait('now');
        await request.lastLook?.();
        return run;
      },
    });
    await expect(apply()).rejects.toMatchObject({ code: 'window.changed' });
    expect(await known()).toMatchObject({ at: later });
    expect(state.read.single).toContain(`moved ${later}`);
  });

  it.each([
    ['has users read that it is put off where it is refused at its time', false, 'overdue'],
    ['leaves what users read to the run where one has begun', true, 'planned'],
  ])('%s', async (_what, hasRun, read) => {
    const { apply, state } = world({ apply: refuse, hasRun: async () => hasRun });
    await expect(apply()).rejects.toThrow('plan.stale');
    expect(state.read.single).toContain(read);
  });
});
