import type { AnnouncedWindow } from '../../core/cluster/announced-window.ts';
import type { AnnouncementMoment } from '../../core/cluster/announcement-texts.ts';
import type { WindowAnnouncement } from '../records/window-announcement.ts';

export interface WindowTelling {
  readonly announcement: WindowAnnouncement;
  /** Whether users are told at all. */
  readonly announces: boolean;
  readonly textOf: (moment: AnnouncementMoment, window: AnnouncedWindow) => Promise<string>;
  /** Whether a run has the cluster: what users read is its own then. */
  readonly isBusy: () => Promise<boolean>;
  /** Undefined where another program has changed what users read. */
  readonly onTold: (text: string | undefined) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Has users read the text of a moment. @returns false where the window was changed meanwhile */
export async function tellWindow(
  moment: AnnouncementMoment,
  window: AnnouncedWindow,
  how: WindowTelling,
): Promise<boolean> {
  if (!how.announces || (await how.isBusy())) return true;
  const at = new Date(how.now()).toISOString();
  const text = await how.textOf(moment, window);
  const said = await how.announcement.tell(window, text, at);
  if (said === 'again') return false;
  how.onTold(said === 'said' ? text : undefined);
  return true;
}
