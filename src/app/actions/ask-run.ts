import { BaiupError, exitCode } from '../../lib/errors.ts';
import { askDriver } from '../engine/ask-driver.ts';
import { runJournal } from '../records/run-journal.ts';
import { oneRun } from '../records/runs.ts';

const patienceMs = 10_000;

/**
 * Asks whoever drives a run to stop, or to go back, and waits until it has heard.
 * @param who asks it, for the journal
 * @throws BaiupError `run.unknown`, `run.going-back`, `run.not-heard`
 */
export async function askRun(typed: string, what: 'pause' | 'abort', who: string): Promise<void> {
  const reader = await runJournal().reader(typed);
  const { state } = await oneRun(typed);
  if (what === 'pause' && state === 'undoing') {
    throw new BaiupError('run.going-back', `${reader.name} is going back, and that cannot be paused`, {
      exit: exitCode.refused,
      hint: `watch it: baiup show ${reader.name} --follow`,
    });
  }
  await askDriver(reader, what, 'asked on the dashboard', patienceMs, who);
}
