import { messageOf } from '../../lib/errors.ts';
import { takeWindowBack } from '../steps/take-window-back.ts';
import type { Drive } from './port.ts';

/**
 * Ends the window that users were told of, for a run whose plan announces nothing: nobody else would. It happens beside
 * the run once its first event is written, again whenever the run goes on, and never fails it.
 * @returns the drive to go on with, and what waits for it
 */
export function endWindow(drive: Drive): { readonly drive: Drive; readonly end: () => Promise<void> } {
  const { record, context } = drive;
  let ended: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    try {
      await takeWindowBack(context.configStore);
    } catch (error) {
      const fact = { kind: 'announcement.left', moment: 'planned', why: messageOf(error) } as const;
      await record.append(fact).then(drive.onEvent, () => undefined);
    }
  };
  const onEvent: Drive['onEvent'] = (event) => {
    drive.onEvent(event);
    ended ??= end();
  };
  return { drive: { ...drive, onEvent }, end: async () => ended };
}
