import type { AnnouncedWindow } from '../../core/cluster/announced-window.ts';
import type { WindowStore } from './windows.ts';

/** A cluster's announced window in memory. */
export function simulatedWindows(first?: AnnouncedWindow): WindowStore {
  let window = first;
  let revision = 1;
  const isStill = (seen: string | undefined): boolean =>
    seen === undefined ? window === undefined : window !== undefined && seen === String(revision);
  const put = (next: AnnouncedWindow | undefined): true => {
    window = next;
    revision += 1;
    return true;
  };
  return {
    read: async () => window && { window, revision: String(revision) },
    write: async (next, found) => isStill(found?.revision) && put(next),
    remove: async (found) => isStill(found.revision) && put(undefined),
  };
}
