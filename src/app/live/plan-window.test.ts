import { describe, expect, it } from 'vitest';
import type { LockSnapshot } from '../../core/cluster/lock.ts';
import type { WindowGround } from './plan-window.ts';
import { simulatedPlanWindows } from './simulated-plan-windows.ts';

const ends = { from: '24.03.11', to: '24.09.4' };
const at = '2026-11-29T02:00:00.000Z';
const later = '2026-11-29T05:00:00.000Z';
const anas: LockSnapshot = {
  ...{ what: 'run', run: 'r-1', id: '7f3a9c2e41b0', who: 'ana@desk', host: 'desk', why: 'x' },
  ...{ at: '2026-11-28T02:00:00.000Z', life: 'alive' },
};

describe('the window of a plan', () => {
  it('is told by a timer as it stands, moved or not, and nothing is told where there is none', async () => {
    const { of, known, state } = simulatedPlanWindows();
    const timer = of({ who: 'timer@desk' });
    expect(await timer.wait('now')).toEqual({ kind: 'none' });
    await of().agree(at);
    await of().agree(later);
    expect(await timer.wait('now')).toMatchObject({ kind: 'told', window: { at: later } });
    expect(state.read.single).toContain(`planned ${later}`);
    expect(await known()).toMatchObject({ at: later, who: 'ana@desk' });
    await of().withdraw();
    expect(await timer.wait('now')).toEqual({ kind: 'none' });
    expect(state.read).toEqual({ single: 'hello' });
    await of({ ends: { ...ends, to: '25.12.1' } }).agree(at);
    expect(await timer.wait('now')).toEqual({ kind: 'none' });
  });

  it('is told as put off by a timer, once its time is over', async () => {
    const { of, state } = simulatedPlanWindows();
    await of().agree(at);
    state.now = Date.parse(at) + 600_000;
    expect(await of().wait('now')).toMatchObject({ kind: 'put-off' });
    expect(state.read.single).toContain('overdue');
  });

  it.each<[string, Partial<WindowGround>, string, string]>([
    ['another operator’s', { who: 'bob@desk' }, later, 'window.of-another'],
    ['another upgrade’s', { ends: { ...ends, to: '25.12.1' } }, at, 'window.of-another'],
    ['over', {}, '2026-11-28T01:00:00Z', 'window.past'],
    ['too far', {}, '2028-11-28T01:00:00Z', 'window.too-far'],
  ])('is judged before anything is written: %s', async (_what, more, typed, code) => {
    const { of, known } = simulatedPlanWindows();
    await of().agree(at);
    const before = await known();
    await expect(of(more).judge(typed)).rejects.toMatchObject({ code });
    await expect(of(more).agree(typed)).rejects.toMatchObject({ code });
    expect(await known()).toEqual(before);
  });

  it('is neither agreed on nor withdrawn while a run has the cluster', async () => {
    const { of, held, announcement } = simulatedPlanWindows();
    held.by = anas;
    await expect(of().judge(at)).rejects.toMatchObject({ code: 'cluster.locked' });
    await expect(of().agree(at)).rejects.toMatchObject({ code: 'cluster.locked' });
    await expect(of().withdraw()).rejects.toMatchObject({ code: 'cluster.locked' });
    expect(await announcement.read()).toBeUndefined();
  });

  it('is agreed on again up to ten minutes after its time, and a time without an offset is one of the zone', async () => {
    const { of, state, known } = simulatedPlanWindows();
    await of().agree('2026-11-29T11:00');
    expect(await known()).toMatchObject({ at });
    state.now = Date.parse(at) + 599_000;
    await of().agree(at);
    expect(await of().wait('begin')).toMatchObject({ kind: 'begins' });
    state.now = Date.parse(at) + 600_000;
    await expect(of().agree(at)).rejects.toMatchObject({ code: 'window.past' });
  });

  it('stands as long as nobody has moved it, replaced it or called it off', async () => {
    const { of, known } = simulatedPlanWindows();
    await of().agree(at);
    const agreed = await known();
    await of().wait('now');
    await of().stands(agreed);
    await of().agree(later);
    await expect(of().stands(agreed)).rejects.toMatchObject({
      code: 'window.changed',
      message: expect.stringContaining('ana@desk has changed it'),
    });
    await of({ ends: { ...ends, to: '25.12.1' }, takesOver: true }).agree(at);
    await expect(of().stands(agreed)).rejects.toMatchObject({ code: 'window.changed' });
    await of({ takesOver: true }).withdraw();
    await expect(of().stands(agreed)).rejects.toMatchObject({
      message: expect.stringContaining('called it off'),
    });
  });

  it('is put off at once where that very time is still announced and no run has the cluster', async () => {
    const { of, state, known, held } = simulatedPlanWindows();
    await of().agree(at);
    const agreed = await known();
    await of().wait('now');
    held.by = anas;
    await of().putOff(agreed);
    expect(state.read.single).toContain('planned');
    held.by = undefined;
    await of().putOff(agreed);
    expect(state.read.single).toContain('overdue');
    await of().agree(later);
    await of().wait('now');
    await of().putOff(agreed);
    expect(state.read.single).toContain('moved');
  });

  it('is dropped where it is this plan’s, and another’s stays', async () => {
    const { of, announcement } = simulatedPlanWindows();
    await of({ ends: { ...ends, to: '25.12.1' } }).agree(at);
    await of().drop();
    expect(await announcement.read()).toBeDefined();
    await of({ takesOver: true }).agree(at);
    await of().drop();
    expect(await announcement.read()).toBeUndefined();
  });
});
