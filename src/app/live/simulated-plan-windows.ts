import type { AnnouncedWindow } from '../../core/cluster/announced-window.ts';
import type { Announcement } from '../../core/cluster/announcement-keys.ts';
import type { LockSnapshot } from '../../core/cluster/lock.ts';
import { simulatedWindows } from '../../io/configstore/simulated-windows.ts';
import { windowAnnouncement } from '../records/window-announcement.ts';
import { planWindow, type WindowGround } from './plan-window.ts';

const ends = { from: '24.03.11', to: '24.09.4' };

/** A cluster that several operators have windows of. */
export function simulatedPlanWindows() {
  const state = { now: Date.parse('2026-11-28T02:00:00Z'), read: { single: 'hello' } as Announcement };
  const held: { by?: LockSnapshot | undefined } = {};
  const announcement = windowAnnouncement({
    announcement: async () => state.read,
    announce: async (next) => {
      state.read = next;
    },
    windows: simulatedWindows(),
  });
  const of = (more: Partial<WindowGround> = {}) =>
    planWindow({
      ...{ announcement, announces: true, ends, zone: 'Asia/Seoul', who: 'ana@desk', takesOver: false },
      ...{ before: [3600], signal: new AbortController().signal, now: () => state.now },
      ...{ onWait: () => undefined, onTold: () => undefined, onMoved: () => undefined },
      onTrouble: () => undefined,
      held: async () => held.by,
      textOf: async (moment, window) => `${moment} ${window.at} @${state.now}`,
      sleep: async (ms) => {
        state.now += ms;
      },
      ...more,
    });
  const known = async () => (await announcement.read()) as AnnouncedWindow;
  return { state, held, announcement, of, known };
}
