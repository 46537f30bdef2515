import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Announcement } from '../../core/cluster/announcement-keys.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { windowAnnouncement } from '../records/window-announcement.ts';
import { runAnnouncement } from './announcement.ts';
import { announcementEnd } from './announcement-end.ts';
import { announcementNote } from './announcement-note.ts';
import { announcementSet } from './announcement-set.ts';
import type { StepContext } from './context.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const ends = { hop: 1, from: '24.03.11', to: '24.09.4' };
const foreseen = async () => ({ predicted: 300, predictedRange: [240, 420] }) as never;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-announcement-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A run over a cluster whose users read this. */
function runOver(announcement: Announcement) {
  const state = simulatedState({ announcement });
  const inventory = {
    cluster: 'lab',
    components: [],
    announcement: { zone: 'Asia/Seoul' },
  } as unknown as Inventory;
  const context: StepContext = { ...simulatedContext(folder, inventory, state), foreseen };
  return { state, context, announcement: runAnnouncement(context) };
}

describe.each<[string, Announcement]>([
  ['nothing', {}],
  ['a text', { single: 'hello' }],
  ['a text of a newer release that is switched off', { message: 'hello', enabled: 'false' }],
])('users who read %s', (_what, before) => {
  it('are told of the upgrade, and then read the same again', async () => {
    const { state, context } = runOver(before);
    await announcementNote.apply({ hop: 1 }, context, 'todo');
    expect(state.announcement).toEqual(before);
    const told = await announcementSet.apply(ends, context, 'todo');
    const text = state.announcement.message ?? state.announcement.single;
    expect(told).toEqual({ announced: text });
    expect(text).toMatch(
      /from 24\.03\.11 to 24\.09\.4.*about 5m, between 4m and 7m.*Asia\/Seoul \(UTC\+09:00\)/,
    );
    expect(await announcementEnd.apply(ends, context, 'todo')).toEqual({ announcement: 'given-back' });
    expect(state.announcement).toEqual(before);
  });

  it('are told that the cluster goes back, also long after the upgrade, and then read what they read by then', async () => {
    const { state, context } = runOver(before);
    await announcementNote.apply({ hop: 1 }, context, 'todo');
    await announcementSet.apply(ends, context, 'todo');
    await announcementEnd.apply(ends, context, 'todo');
    state.announcement = { single: 'a week later' };
    await (announcementEnd.undo as (...given: unknown[]) => Promise<unknown>)(ends, context);
    expect(state.announcement.single).toContain('is being taken back');
    await (announcementSet.undo as (...given: unknown[]) => Promise<unknown>)(ends, context);
    expect(state.announcement).toEqual({ single: 'a week later' });
  });
});

describe('an upgrade that users were told of before it began', () => {
  const at = '2026-11-29T02:00:00.000Z';

  /** Users read this text since the upgrade has a time. */
  async function toldBefore(upgrade = { from: ends.from, to: ends.to }) {
    const run = runOver({ single: 'hello' });
    const { context } = run;
    const { configStore } = context;
    const window = windowAnnouncement(configStore);
    await window.agree({ ...upgrade, at, who: 'ana@desk' });
    const known = await window.read();
    if (known) await window.tell(known, 'at two', at);
    expect(run.state.announcement).toEqual({ single: 'at two' });
    return { ...run, window };
  }

  it('is its run’s from then on, and users read again what they read before both', async () => {
    const { state, context, window } = await toldBefore();
    const told = await announcementNote.apply({ hop: 1 }, context, 'todo');
    expect([told, await window.read()]).toEqual([{ enabled: true, message: 'hello' }, undefined]);
    // What was said before is not what the run says.
    expect(await announcementSet.probe(ends, context, false)).toBe('todo');
    await announcementSet.apply(ends, context, 'todo');
    expect(state.announcement.single).toContain('soon be upgraded');
    await announcementEnd.apply(ends, context, 'todo');
    expect(state.announcement).toEqual({ single: 'hello' });
  });

  it('is known as its own also where a restored etcd brings that text back', async () => {
    const { state, context } = await toldBefore();
    await announcementNote.apply({ hop: 1 }, context, 'todo');
    await announcementSet.apply(ends, context, 'todo');
    state.announcement = { single: 'at two' };
    await (announcementNote.undo as (...given: unknown[]) => Promise<unknown>)({ hop: 1 }, context);
    expect(state.announcement).toEqual({ single: 'hello' });
  });

  it('is over, and its text is left, where another program has changed it', async () => {
    const { state, context, window } = await toldBefore();
    state.announcement = { single: 'of another' };
    await announcementNote.apply({ hop: 1 }, context, 'todo');
    expect(await window.read()).toBeUndefined();
    await announcementEnd.apply(ends, context, 'todo');
    expect(state.announcement).toEqual({ single: 'of another' });
  });

  it('is given back after a kill between the note and the end of its window', async () => {
    const { state, context, window } = await toldBefore();
    const remove = () => Promise.reject(new Error('killed'));
    const windows = { ...context.configStore.windows, remove };
    const dying = { ...context, configStore: { ...context.configStore, windows } };
    await expect(announcementNote.apply({ hop: 1 }, dying, 'todo')).rejects.toThrow('killed');
    await announcementNote.apply({ hop: 1 }, context, 'todo');
    await announcementEnd.apply(ends, context, 'todo');
    expect([state.announcement, await window.read()]).toEqual([{ single: 'hello' }, undefined]);
  });

  it('is the run’s also where it was of another upgrade: what users read before both comes back', async () => {
    const { state, context, window } = await toldBefore({ from: ends.from, to: '25.12.1' });
    await announcementNote.apply({ hop: 1 }, context, 'todo');
    await announcementSet.apply(ends, context, 'todo');
    await announcementEnd.apply(ends, context, 'todo');
    expect([state.announcement, await window.read()]).toEqual([{ single: 'hello' }, undefined]);
  });
});

describe('what a run has users read', () => {
  it('is kept whole, and noted before it is changed', async () => {
    const { announcement } = runOver({ single: 'hello' });
    expect(await announcement.keep()).toEqual({ enabled: true, message: 'hello' });
    const file = join(folder, 'announcement.json');
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      before: { single: 'hello' },
      active: true,
    });
  });

  it('is never what was kept: what is kept stays until it is given back', async () => {
    const { state, announcement } = runOver({ single: 'hello' });
    await announcement.keep();
    await announcement.say('soon');
    expect(await announcement.keep()).toEqual({ enabled: true, message: 'hello' });
    await announcement.giveBack();
    expect(state.announcement).toEqual({ single: 'hello' });
  });

  it('is left where another program has changed it, and that is told', async () => {
    const { state, context, announcement } = runOver({ single: 'hello' });
    await announcement.keep();
    await announcement.say('soon');
    state.announcement = { single: 'of another' };
    expect(await announcement.say('now')).toBe('left');
    expect(await announcementSet.apply(ends, context, 'todo')).toMatchObject({ left: expect.any(String) });
    expect(await announcement.giveBack()).toBe('left');
    expect(await announcement.giveBack()).toBe('nothing');
    expect(state.announcement).toEqual({ single: 'of another' });
  });

  it('is left where another program has switched it off', async () => {
    const { state, announcement } = runOver({ message: 'hello', enabled: 'true' });
    await announcement.keep();
    await announcement.say('soon');
    state.announcement = { message: 'soon', enabled: 'false' };
    expect(await announcement.giveBack()).toBe('left');
    expect(state.announcement).toEqual({ message: 'soon', enabled: 'false' });
  });

  it('is known as its own also in an earlier form, as a restored etcd has it, and by another process', async () => {
    const { state, announcement } = runOver({ single: 'hello' });
    await announcement.keep();
    await announcement.say('soon');
    await announcement.say('now');
    state.announcement = { single: 'soon' };
    const other = runAnnouncement({
      ...runOver({}).context,
      configStore: simulatedContext(folder, {} as Inventory, state).configStore,
    });
    expect(await other.isSaid()).toBe(true);
    expect(await other.giveBack()).toBe('given-back');
    expect(state.announcement).toEqual({ single: 'hello' });
  });

  it('is not said where nothing is kept', async () => {
    const { state, announcement } = runOver({ single: 'hello' });
    expect([
      await announcement.isActive(),
      await announcement.say('soon'),
      await announcement.giveBack(),
    ]).toEqual([false, 'nothing', 'nothing']);
    expect(state.announcement).toEqual({ single: 'hello' });
  });

  it('holds up no upgrade that is proven, and no way back, where etcd does not answer', async () => {
    const { context } = runOver({ single: 'hello' });
    await announcementNote.apply({ hop: 1 }, context, 'todo');
    const away = () => Promise.reject(new Error('etcd is away'));
    const configStore = { ...context.configStore, announcement: away };
    const told = { announcement: 'failed', why: 'etcd is away' };
    expect(await announcementEnd.apply(ends, { ...context, configStore }, 'todo')).toEqual(told);
    const undo = announcementEnd.undo as (...given: unknown[]) => Promise<unknown>;
    expect(await undo(ends, { ...context, configStore: { ...configStore } })).toEqual(told);
    const set = announcementSet.undo as (...given: unknown[]) => Promise<unknown>;
    await expect(set(ends, { ...context, configStore })).rejects.toThrow('etcd is away');
  });

  it('is told in the end where what was kept of before is gone: nobody can give it back', async () => {
    const { state, context } = runOver({ single: 'hello' });
    await announcementNote.apply({ hop: 1 }, context, 'todo');
    await announcementSet.apply(ends, context, 'todo');
    expect(await announcementEnd.probe(ends, context, false)).toBe('todo');
    await rm(join(folder, 'announcement.json'));
    expect(await announcementEnd.probe(ends, context, false)).toBe('todo');
    const gone = { announcement: 'failed', why: expect.stringContaining('announcement.json') };
    expect(await announcementEnd.apply(ends, context, 'todo')).toEqual(gone);
    const set = announcementSet.undo as (...given: unknown[]) => Promise<unknown>;
    expect(await set(ends, context)).toEqual(gone);
    expect(state.announcement.single).toContain('soon be upgraded');
  });

  it('is refused in words where its file is damaged', async () => {
    const { announcement } = runOver({ single: 'hello' });
    await writeFile(join(folder, 'announcement.json'), '{');
    await expect(announcement.giveBack()).rejects.toMatchObject({ code: 'announcement.kept-damaged' });
  });
});
