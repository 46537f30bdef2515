import type { RunView } from '../../core/run/view.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { askDriver } from '../engine/ask-driver.ts';
import { type Following, followRun, isDriven } from '../live/follow-run.ts';
import { runJournal } from '../records/run-journal.ts';
import { oneRun } from '../records/runs.ts';

export interface Steered {
  readonly view: RunView;
  /** Whether somebody drove it: then it was asked. */
  readonly asked: boolean;
}

/**
 * Stops a run after its running steps, whoever drives it. A run that nobody drives has stopped already.
 * @returns once it stands still, or once the following is ended
 * @throws BaiupError `run.unknown`, `run.going-back`, `run.not-heard`
 */
export async function pause(run: string, following: Following): Promise<Steered> {
  const reader = await runJournal().reader(run);
  const before = await oneRun(run);
  if (!(await isDriven(reader))) return { view: before, asked: false };
  if (before.state === 'undoing') {
    throw new BaiupError('run.going-back', `${reader.name} is going back, and that cannot be paused`, {
      exit: exitCode.refused,
      hint: `watch it: baiup show ${reader.name} --follow`,
    });
  }
  const { length } = await reader.events();
  await askDriver(reader, 'pause', 'baiup pause');
  const view = await followRun(reader, { ...following, afterSeq: length });
  return { view: view ?? before, asked: true };
}
