import type { AnnouncedWindow } from '../../core/cluster/announced-window.ts';
import { isAmong } from '../../core/cluster/announcement-keys.ts';
import type { GivenBack } from './announcement.ts';
import type { ContextConfigStore } from './context-config-store.ts';

/**
 * Removes the announced window, whichever upgrade it is of: users read again what they read before. It may be called
 * again after a kill.
 * @param refuse throws where that window is to stay
 */
export async function takeWindowBack(
  { windows, announcement, announce }: Pick<ContextConfigStore, 'windows' | 'announcement' | 'announce'>,
  refuse: (window: AnnouncedWindow) => void = () => undefined,
): Promise<GivenBack> {
  for (;;) {
    const found = await windows.read();
    if (!found) return 'nothing';
    refuse(found.window);
    const { before, ours } = found.window;
    const isTold = ours.length > 0;
    const isOurs = !isTold || isAmong([before, ...ours], await announcement());
    if (isTold && isOurs) await announce(before);
    // Else somebody has changed it meanwhile.
    if (await windows.remove(found)) return isOurs ? 'given-back' : 'left';
  }
}
