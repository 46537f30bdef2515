import { type AnnouncedWindow, announcedWindow, isOfUpgrade } from '../../core/cluster/announced-window.ts';
import { announcing, isAmong } from '../../core/cluster/announcement-keys.ts';
import type { GivenBack, Said } from '../steps/announcement.ts';
import type { ContextConfigStore } from '../steps/context-config-store.ts';
import { takeWindowBack } from '../steps/take-window-back.ts';
import { refuseOtherWindow } from './refuse-other-window.ts';

/** How a time was agreed on. */
export type Agreed = 'new' | 'same' | 'moved';

/** What users read of an upgrade before it begins; each verb may be called again, by several processes. */
export interface WindowAnnouncement {
  read(): Promise<AnnouncedWindow | undefined>;
  /**
   * Writes down when an upgrade begins; nobody is told of it yet.
   * @param takesOver whether it may replace the window of another upgrade, or move one of another operator
   * @throws BaiupError `window.of-another`
   */
  agree(upgrade: Upgrade, takesOver?: boolean): Promise<Agreed>;
  /**
   * Has users read a text.
   * @param now ISO 8601
   * @returns `again` where somebody changed the window meanwhile
   */
  tell(of: AnnouncedWindow, text: string, now: string): Promise<Said | 'again'>;
  /** Has users read what they were told last: whoever told them may have been killed in between. */
  settle(): Promise<void>;
  /**
   * Takes the window of an upgrade back: users read again what they read before.
   * @throws BaiupError `window.of-another` unless it may be any upgrade's
   */
  withdraw(ends: Pick<AnnouncedWindow, 'from' | 'to'>, takesOver?: boolean): Promise<GivenBack>;
}

type Upgrade = Pick<AnnouncedWindow, 'from' | 'to' | 'at' | 'who'>;
type Doors = Pick<ContextConfigStore, 'announcement' | 'announce' | 'windows'>;

const same = (one: AnnouncedWindow, other: AnnouncedWindow): boolean =>
  JSON.stringify(announcedWindow.parse(one)) === JSON.stringify(announcedWindow.parse(other));

function agreed(
  known: AnnouncedWindow | undefined,
  upgrade: Upgrade,
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
    agree: async (upgrade, takesOver = false) => {
      for (;;) {
        const found = await windows.read();
        if (found && !takesOver) refuseOtherWindow(found.window, upgrade);
        const { window, how } = agreed(found?.window, upgrade, await announcement());
        if (how === 'same' || (await windows.write(window, found))) return how;
      }
    },
    tell: async (of, text, now) => {
      const found = await windows.read();
      if (!found || !same(found.window, of)) return 'again';
      const { moved: _moved, ...window } = found.window;
      const read = await announcement();
      // Until users are told, what they read is the site's own, whatever it is by then.
      const before = window.ours.length === 0 ? read : window.before;
      const isOurs = isAmong([before, ...window.ours], read);
      const next = announcing(text, read);
      // Before it is there: killed in between, it is known as ours, and `settle` puts it there.
      const ours = isOurs ? [...window.ours, next] : window.ours;
      if (!(await windows.write({ ...window, before, ours, told: now }, found))) return 'again';
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
    withdraw: async (ends, takesOver = false) =>
      takeWindowBack({ windows, announcement, announce }, (window) => {
        if (!takesOver) refuseOtherWindow(window, ends);
      }),
  };
}
