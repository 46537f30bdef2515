import { describe, expect, it } from 'vitest';
import type { AnnouncedWindow } from '../../core/cluster/announced-window.ts';
import type { Announcement } from '../../core/cluster/announcement-keys.ts';
import { simulatedWindows } from '../../io/configstore/simulated-windows.ts';
import { type WindowAnnouncement, windowAnnouncement } from '../records/window-announcement.ts';
import { awaitWindow, type WindowToAwait } from './await-window.ts';

const ends = { from: '24.03.11', to: '24.09.4' };
const hour = 3600_000;
const start = Date.parse('2026-11-27T02:00:00Z');
const iso = (at: number): string => new Date(at).toISOString();
/** Two days after the start. */
const window = start + 48 * hour;
const upgrade = { ...ends, at: iso(window), who: 'ana@desk' };

/** A cluster whose users read this, and a clock that only sleeping moves. */
function world(first: Announcement = { single: 'hello' }) {
  const state = { now: start, read: first, busy: false, etcd: true };
  const etcd = async <T>(act: () => T): Promise<T> => {
    if (!state.etcd) throw new Error('etcd is away');
    return act();
  };
  const windows = simulatedWindows();
  const announcement = windowAnnouncement({
    announcement: () => etcd(() => state.read),
    announce: (next) =>
      etcd(() => {
        state.read = next;
      }),
    windows: { ...windows, read: () => etcd(windows.read).then((found) => found) },
  });
  const told: [hours: number, text: string | undefined][] = [];
  const heard: string[] = [];
  const wait = async (
    more: Partial<WindowToAwait> & { readonly onSleep?: () => void | Promise<void> } = {},
    its: WindowAnnouncement = announcement,
  ) => {
    const found = (await its.read()) as AnnouncedWindow;
    return awaitWindow(found, {
      ...{ announcement: its, ends, before: [86_400, 3600, 600], announces: true, until: 'put-off' },
      textOf: async (moment, { at }) => `${moment} ${at} @${(state.now - start) / hour}`,
      isBusy: async () => state.busy,
      onWait: () => heard.push('waits'),
      onTold: (text) => told.push([(state.now - window) / hour, text?.split(' ')[0]]),
      onMoved: ({ at }) => heard.push(`moved to ${at}`),
      onTrouble: (why) => heard.push(why),
      signal: new AbortController().signal,
      now: () => state.now,
      // What is looked at every five seconds is looked at every five minutes here.
      sleep: async (ms) => {
        state.now += ms === 5000 ? hour / 12 : ms;
        await more.onSleep?.();
      },
      ...more,
    });
  };
  return { state, announcement, told, heard, wait, windows };
}

describe('who waits for a window', () => {
  it('tells users at once and at the set times before, and that it is put off where no run begins', async () => {
    const { announcement, told, wait, state } = world();
    expect(await announcement.agree(upgrade)).toBe('new');
    expect(await wait()).toMatchObject({ kind: 'put-off' });
    expect(told.map(([hours, moment]) => [Math.round(hours * 60), moment])).toEqual([
      [-48 * 60, 'planned'],
      [-24 * 60, 'planned'],
      [-60, 'planned'],
      [-10, 'planned'],
      [10, 'overdue'],
    ]);
    expect(state.read.single).toContain('overdue');
    expect(await announcement.withdraw(ends)).toBe('given-back');
    expect(state.read).toEqual({ single: 'hello' });
    expect(await announcement.withdraw(ends)).toBe('nothing');
  });

  it('begins at its time, and tells users nothing then: the run does', async () => {
    const { announcement, told, wait, state } = world();
    await announcement.agree(upgrade);
    expect(await wait({ until: 'begin' })).toMatchObject({ kind: 'begins', window: { at: upgrade.at } });
    expect(state.now).toBe(window);
    expect(told.map(([, moment]) => moment)).toEqual(['planned', 'planned', 'planned', 'planned']);
  });

  it('begins nothing when its machine has slept over the time, and says that it is put off', async () => {
    const { announcement, told, wait, state } = world();
    await announcement.agree(upgrade);
    const onSleep = (): void => {
      if (state.now > window - 2 * hour) state.now = window + 5 * hour;
    };
    expect(await wait({ until: 'begin', onSleep })).toMatchObject({ kind: 'put-off' });
    expect(told.at(-1)).toEqual([5, 'overdue']);
  });

  it('sees that it was moved by another, who has told users; it begins at the new time', async () => {
    const { announcement, told, heard, wait, state } = world();
    await announcement.agree(upgrade);
    const later = iso(window + 6 * hour);
    let isMoved = false;
    const onSleep = async (): Promise<void> => {
      if (isMoved || state.now < window - 3 * hour) return;
      isMoved = true;
      expect(await announcement.agree({ ...upgrade, at: later, who: 'bob@desk' }, true)).toBe('moved');
      await wait({ until: 'now' });
    };
    expect(await wait({ until: 'begin', onSleep })).toMatchObject({ kind: 'begins', window: { at: later } });
    expect(state.now).toBe(window + 6 * hour);
    expect(heard).toEqual(['waits', `moved to ${later}`]);
    const moments = told.map(([, moment]) => moment);
    expect(moments).toEqual(['planned', 'planned', 'moved', 'planned', 'planned']);
  });

  it('that is killed at any moment goes on, and gives back what was read before', async () => {
    for (let kill = 1; kill < 40; kill += 1) {
      const { announcement, wait, state, windows } = world();
      await announcement.agree(upgrade);
      let left = kill;
      const dying =
        <A extends readonly unknown[], T>(act: (...given: A) => Promise<T>) =>
        async (...given: A): Promise<T> => {
          left -= 1;
          if (left === 0) throw new Error('killed');
          const done = await act(...given);
          left -= 1;
          if (left === 0) throw new Error('killed');
          return done;
        };
      const mortal = windowAnnouncement({
        announcement: dying(async () => state.read),
        announce: dying(async (next) => {
          state.read = next;
        }),
        windows: { ...windows, read: dying(windows.read), write: dying(windows.write) },
      });
      const onTrouble = (): never => {
        throw new Error('killed');
      };
      await wait({ until: 'begin', onTrouble }, mortal).catch(() => undefined);
      expect(await wait({ until: 'begin' })).toMatchObject({ kind: 'begins' });
      const last = (await announcement.read())?.ours.at(-1);
      expect(state.read).toEqual(last);
      await announcement.withdraw(ends);
      expect(state.read).toEqual({ single: 'hello' });
    }
  });

  it('has users read what was written down for them, where it was killed before they could', async () => {
    const { announcement, told, wait, state, windows } = world();
    await announcement.agree(upgrade);
    const mortal = windowAnnouncement({
      announcement: async () => state.read,
      announce: () => Promise.reject(new Error('killed')),
      windows,
    });
    await expect(wait({ until: 'now' }, mortal)).rejects.toThrow('killed');
    expect(state.read).toEqual({ single: 'hello' });
    await wait({ until: 'now' });
    expect(state.read.single).toContain('planned');
    expect(told).toEqual([]);
  });

  it('leaves what another program has users read, says so, and gives nothing back', async () => {
    const { announcement, told, wait, state } = world();
    await announcement.agree(upgrade);
    await wait({ until: 'now' });
    state.read = { single: 'of another' };
    await wait();
    expect(told.map(([, moment]) => moment)).toEqual(['planned', undefined, undefined, undefined, undefined]);
    expect(await announcement.withdraw(ends)).toBe('left');
    expect(state.read).toEqual({ single: 'of another' });
  });

  it('tells nothing while a run has the cluster', async () => {
    const { announcement, told, wait, state } = world();
    await announcement.agree(upgrade);
    state.busy = true;
    const onSleep = (): void => {
      if (state.now > window - 2 * hour) state.busy = false;
    };
    await wait({ until: 'begin', onSleep });
    expect(told.map(([hours]) => Math.round(hours * 60))).toEqual([-115, -60, -10]);
  });

  it('goes on where etcd is away for a while, and says so once', async () => {
    const { announcement, told, heard, wait, state } = world();
    await announcement.agree(upgrade);
    const onSleep = (): void => {
      const left = (window - state.now) / hour;
      state.etcd = left > 30 || left < 2;
    };
    expect(await wait({ until: 'begin', onSleep })).toMatchObject({ kind: 'begins' });
    expect(heard).toEqual(['waits', 'etcd is away']);
    // What was due a day before is told as soon as it can be.
    expect(told).toHaveLength(4);
  });

  it('begins nothing on a look that failed: the next that succeeds decides', async () => {
    const { announcement, heard, wait, state } = world();
    await announcement.agree(upgrade);
    const later = iso(window + hour);
    const onSleep = async (): Promise<void> => {
      // Etcd is away exactly when the run would begin; somebody has moved the window just before.
      if (state.now === window) await announcement.agree({ ...upgrade, at: later });
      state.etcd = state.now !== window;
    };
    expect(await wait({ until: 'begin', onSleep })).toMatchObject({ kind: 'begins', window: { at: later } });
    expect(state.now).toBe(window + hour);
    expect(heard).toEqual(['waits', 'etcd is away', `moved to ${later}`]);
  });

  it('ends nothing on a look that failed, also long after the time', async () => {
    const { announcement, wait, state } = world();
    await announcement.agree(upgrade);
    const onSleep = async (): Promise<void> => {
      state.etcd = state.now < window || state.now > window + hour;
      if (state.now > window + hour) await announcement.withdraw(ends);
    };
    expect(await wait({ until: 'begin', onSleep })).toEqual({ kind: 'gone' });
  });

  it.each([
    [
      'its run has begun, or it was called off',
      async (its: WindowAnnouncement) => void (await its.withdraw(ends)),
    ],
    [
      'it is another upgrade’s now',
      async (its: WindowAnnouncement) => void (await its.agree({ ...upgrade, to: '24.12.1' }, true)),
    ],
  ])('ends where %s', async (_what, act) => {
    const { announcement, wait } = world();
    await announcement.agree(upgrade);
    expect(await wait({ onSleep: () => act(announcement) })).toEqual({ kind: 'gone' });
  });

  it('is told nothing new by the same time again; Ctrl-C leaves what users read', async () => {
    const { announcement, told, wait, state } = world();
    await announcement.agree(upgrade);
    await wait({ until: 'now' });
    expect(await announcement.agree(upgrade)).toBe('same');
    expect(await wait({ until: 'now' })).toMatchObject({ kind: 'told' });
    expect(told).toHaveLength(1);
    const stop = new AbortController();
    const onSleep = (): void => stop.abort();
    expect(await wait({ signal: stop.signal, onSleep })).toMatchObject({ kind: 'interrupted' });
    expect(state.read.single).toContain('planned');
  });

  it('waits and tells nobody where the plan announces nothing', async () => {
    const { announcement, told, wait, state } = world();
    await announcement.agree(upgrade);
    expect(await wait({ until: 'begin', announces: false })).toMatchObject({ kind: 'begins' });
    expect({ told, read: state.read }).toEqual({ told: [], read: { single: 'hello' } });
  });
});
