import { reduceRun } from '../../core/run/reduce.ts';
import { downText, nextText } from '../../core/run/standing-words.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { isNoRoom } from '../../lib/no-room.ts';

/** The error that ended a run. For a full disk it adds what is down now and what to type. */
export async function withoutRoom(error: unknown, record: RunRecord): Promise<unknown> {
  if (!isNoRoom(error) || (error instanceof BaiupError && error.code === 'run.no-room')) return error;
  const { events } = await record.examine();
  const view = reduceRun(events);
  if (!view) return error;
  const now = { ...view, run: record.name };
  return new BaiupError('run.no-room', `${record.name} cannot go on: ${messageOf(error)}`, {
    left: downText(now),
    hint: `free some megabytes below ${record.folder}; then ${nextText(now)}`,
    cause: error,
  });
}
