import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { Awaited, WindowToAwait } from '../live/await-window.ts';
import { plannedWindow, type WindowRequest } from './planned-window.ts';

interface AnnounceRequest extends WindowRequest, Pick<WindowToAwait, 'until'> {
  /** As its operator typed it; the time that is announced already unless told. */
  readonly at: string | undefined;
}

/**
 * Tells users of the window of a plan at set times before, and waits for it. The window is kept in etcd: the same
 * command goes on after a kill, another time moves it, and all who wait for it see that.
 * @throws BaiupError `time.*`, `window.*`, `announcement.not-planned`, `cluster.locked`
 */
export async function announce({ at, until, ...request }: AnnounceRequest): Promise<Awaited> {
  const window = await plannedWindow(request);
  if (!window.announces) {
    throw new BaiupError('announcement.not-planned', `${request.planFile} tells users nothing`, {
      exit: exitCode.refused,
      hint: 'write "announcement: {}" into cluster.yaml, then make the plan again',
      left: 'nothing was changed',
    });
  }
  if (at !== undefined) await window.agree(at);
  return window.wait(until);
}
