import { describe, expect, it } from 'vitest';
import { type AtWindow, atWindow } from './at-window.ts';
import type { Awaited } from './await-window.ts';

const window = {
  ...{ from: '24.03.11', to: '24.09.4', at: '2026-11-29T02:00:00.000Z', who: 'ana@desk' },
  ...{ before: {}, ours: [] },
};

/** What is done around a window, in order; each part can be another. */
function world(parts: Partial<AtWindow<string>> = {}) {
  const log: string[] = [];
  const said =
    <T>(what: string, answer: T) =>
    async (): Promise<T> => {
      log.push(what);
      return answer;
    };
  const its: AtWindow<string> = {
    goOn: said('go on', undefined),
    judge: said('judge', undefined),
    wait: said<Awaited>('wait', { kind: 'begins', window }),
    begin: said('begin', 'r-1'),
    hasBegun: async () => false,
    putOff: said('put off', undefined),
    ...parts,
  };
  return { log, its };
}

const refuse = (): Promise<never> => Promise.reject(new Error('plan.stale'));

describe('a plan that is carried out at a time', () => {
  it('is judged before the waiting, then begins', async () => {
    const { its, log } = world();
    expect(await atWindow(its)).toEqual({ kind: 'applied', applied: 'r-1' });
    expect(log).toEqual(['go on', 'judge', 'wait', 'begin']);
  });

  it('goes on with its run at once, where one is unfinished', async () => {
    const { its, log } = world({ goOn: async () => 'r-7' });
    expect(await atWindow(its)).toEqual({ kind: 'applied', applied: 'r-7' });
    expect(log).toEqual([]);
  });

  it('is refused before anybody is told, where it could not begin', async () => {
    const { its, log } = world({ judge: refuse });
    await expect(atWindow(its)).rejects.toThrow('plan.stale');
    expect(log).toEqual(['go on']);
  });

  it('waits for nothing where there is nothing to do', async () => {
    const { its, log } = world({ judge: async () => 'already there' });
    expect(await atWindow(its)).toEqual({ kind: 'applied', applied: 'already there' });
    expect(log).toEqual(['go on']);
  });

  it('is put off at once where it is refused at its time, and that refusal is said', async () => {
    const { its, log } = world({ begin: refuse });
    await expect(atWindow(its)).rejects.toThrow('plan.stale');
    expect(log).toEqual(['go on', 'judge', 'wait', 'put off']);
    const away = world({ begin: refuse, putOff: () => Promise.reject(new Error('etcd is away')) });
    await expect(atWindow(away.its)).rejects.toThrow('plan.stale');
  });

  it('is not put off where its run has begun before it failed', async () => {
    const { its, log } = world({ begin: refuse, hasBegun: async () => true });
    await expect(atWindow(its)).rejects.toThrow('plan.stale');
    expect(log).not.toContain('put off');
  });

  it('tells how the waiting ended, where nothing began', async () => {
    const { its, log } = world({ wait: async () => ({ kind: 'gone' }) });
    expect(await atWindow(its)).toEqual({ kind: 'waited', awaited: { kind: 'gone' } });
    expect(log).toEqual(['go on', 'judge']);
  });
});
