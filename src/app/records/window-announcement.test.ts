import { describe, expect, it } from 'vitest';
import type { Announcement } from '../../core/cluster/announcement-keys.ts';
import { simulatedWindows } from '../../io/configstore/simulated-windows.ts';
import { windowAnnouncement } from './window-announcement.ts';

const ends = { from: '24.03.11', to: '24.09.4' };
const anas = { ...ends, at: '2026-11-29T02:00:00.000Z', who: 'ana@desk' };
const later = '2026-11-30T02:00:00.000Z';
const other = { ...anas, to: '25.12.1' };
const now = '2026-11-28T02:00:00.000Z';

/** A cluster whose users read this, and the window of it. */
function world() {
  const state: { read: Announcement } = { read: { single: 'hello' } };
  const announcement = windowAnnouncement({
    announcement: async () => state.read,
    announce: async (next) => {
      state.read = next;
    },
    windows: simulatedWindows(),
  });
  const tell = async (text: string) => {
    const window = await announcement.read();
    return window && announcement.tell(window, text, now);
  };
  return { state, announcement, tell };
}

describe('the window of an upgrade', () => {
  it.each([
    [
      'is not moved by another operator',
      { ...anas, at: later, who: 'bob@desk' },
      /keep that time: --at 2026-11-29/,
    ],
    ['is not replaced by that of another upgrade', { ...other, at: later }, /ask ana@desk; .*--take-over/],
  ])('%s, unless that is said', async (_what, asked, hint) => {
    const { announcement } = world();
    await announcement.agree(anas);
    await expect(announcement.agree(asked)).rejects.toMatchObject({
      code: 'window.of-another',
      message: 'ana@desk has announced the upgrade 24.03.11 → 24.09.4 for 2026-11-29T02:00:00.000Z',
      hint: expect.stringMatching(hint),
    });
    expect(await announcement.read()).toMatchObject(anas);
    await announcement.agree(asked, true);
    expect(await announcement.read()).toMatchObject(asked);
  });

  it('is moved by its own operator, and joined by another at the same time', async () => {
    const { announcement } = world();
    await announcement.agree(anas);
    expect(await announcement.agree({ ...anas, who: 'bob@desk' })).toBe('same');
    expect(await announcement.agree({ ...anas, at: later })).toBe('moved');
  });

  it('is not called off with the plan of another upgrade, unless that is said', async () => {
    const { announcement, state, tell } = world();
    await announcement.agree(other);
    await tell('at two');
    await expect(announcement.withdraw(ends)).rejects.toMatchObject({ code: 'window.of-another' });
    expect(state.read).toEqual({ single: 'at two' });
    expect(await announcement.withdraw(ends, true)).toBe('given-back');
    expect([state.read, await announcement.read()]).toEqual([{ single: 'hello' }, undefined]);
  });

  it('keeps what the site has users read until they are told of it, not what it was earlier', async () => {
    const { announcement, state, tell } = world();
    await announcement.agree(anas);
    state.read = { single: 'of the site, later' };
    expect(await tell('at two')).toBe('said');
    await announcement.agree(other, true);
    await tell('another, at two');
    expect(await announcement.withdraw(other)).toBe('given-back');
    expect(state.read).toEqual({ single: 'of the site, later' });
  });

  it('of which nobody was told gives nothing back', async () => {
    const { announcement, state } = world();
    await announcement.agree(anas);
    state.read = { single: 'of the site, later' };
    expect(await announcement.withdraw(ends)).toBe('given-back');
    expect(state.read).toEqual({ single: 'of the site, later' });
  });
});
