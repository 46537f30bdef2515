import { type AnnouncedWindow, announcedWindow, isOfUpgrade } from '../../core/cluster/announced-window.ts';
import { announcing, isAmong } from '../../core/cluster/announcement-keys.ts';
import type { GivenBack, Said } from '../steps/announcement.ts';
import type { ContextConfigStore } from '../steps/context-config-store.ts';

/** How a time was agreed on. */
export type Agreed = 'new' | 'same' | 'moved';

/** What users read of an upgrade before it begins; each verb may be called again, by several processes. */
export interface WindowAnnouncement {
  read(): Promise<AnnouncedWindow | undefined>;
  /** Writes down when an upgrade begins; nobody is told of it yet. A window of another upgrade is replaced. */
  agree(upgrade: Pick<AnnouncedWindow, 'from' | 'to' | 'at' | 'who'>): Promise<Agreed>;
  /**
   * Has users read a text.
   * @param now ISO 8601
   * @returns `again` where somebody changed the window meanwhile
   */
  tell(of: AnnouncedWindow, text: string, now: string): Promise<Said | 'again'>;
  /** Has users read what they were told last: whoever told them may have been killed in between. */
  settle(): Promise<void>;
  /** Takes the window back: users read again what they read before. */
  withdraw(): Promise<GivenBack>;
}

type Doors = Pick<ContextConfigStore, 'announcement' | 'announce' | 'windows'>;

const same = (one: AnnouncedWindow, other: AnnouncedWindow): boolean =>
  JSON.stringify(announcedWindow.parse(one)) === JSON.stringify(announcedWindow.parse(other));

function agreed(
  known: AnnouncedWindow | undefined,
  upgrade: Pick<AnnouncedWindow, 'from' | 'to' | 'at' | 'who'>,
  before: AnnouncedWindow['before'],
): { readonly window: AnnouncedWindow; readonly how: Agreed } {
  if (!known || !isOfUpgrade(known, upgrade)) {
    return { window: { ...upgrade, before: known?.before ?? before, ours: known?.ours ?? [] }, how: 'new' };
  }
  if (known.at === upgrade.at) return { window: known, how: 'same' };
  const { told, moved = known.at, ...rest } = known;
  const isKnown = told !== undefined || known.moved !== undefined;
  return { window: { ...rest, ...upgrade, ...(isKnown ? { moved } : {}) }, how: 'moved' };
}

/** The announcement of an upgrade that has a time, as it is set and given back without a run. */
export function windowAnnouncement({ windows, announcement, announce }: Doors): WindowAnnouncement {
  return {
    read: async () => (await windows.read())?.window,
    agree: async (upgrade) => {
      for (;;) {
        const found = await windows.read();
        const { window, how } = agreed(found?.window, upgrade, await announcement());
        if (how === 'same' || (await windows.write(window, found))) return how;
      }
    },
    tell: async (of, text, now) => {
      const found = await windows.read();
      if (!found || !same(found.window, of)) return 'again';
      const { moved: _moved, ...window } = found.window;
      const read = await announcement();
      const isOurs = isAmong([window.before, ...window.ours], read);
      const next = announcing(text, read);
      // Before it is there: killed in between, it is known as ours, and `settle` puts it there.
      const ours = isOurs ? [...window.ours, next] : window.ours;
      if (!(await windows.write({ ...window, ours, told: now }, found))) return 'again';
      if (!isOurs) return 'left';
      await announce(next);
      return 'said';
    },
    settle: async () => {
      const window = (await windows.read())?.window;
      const last = window?.ours.at(-1);
      if (!window || !last) return;
      const read = await announcement();
      if (isAmong([last], read) || !isAmong([window.before, ...window.ours], read)) return;
      await announce(last);
    },
    withdraw: async () => {
      const found = await windows.read();
      if (!found) return 'nothing';
      const isOurs = isAmong([found.window.before, ...found.window.ours], await announcement());
      if (isOurs) await announce(found.window.before);
      await windows.remove(found);
      return isOurs ? 'given-back' : 'left';
    },
  };
}
