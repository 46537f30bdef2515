import { reduceRun } from '../../core/run/reduce.ts';
import type { RunView, StepView } from '../../core/run/view.ts';
import { waitingSteps } from '../../core/run/waiting.ts';
import { approve as approveSteps } from '../engine/approve-steps.ts';
import { askDriver } from '../engine/ask-driver.ts';
import { operator } from '../engine/operator.ts';
import { isDriven } from '../live/follow-run.ts';
import { runJournal } from '../records/run-journal.ts';
import { oneRun } from '../records/runs.ts';

export interface Approved {
  readonly view: RunView;
  /** The steps that were approved now; empty if none waited. */
  readonly steps: readonly StepView[];
}

/**
 * Approves all manual steps that a run has asked about: each is done, or may be left out. While somebody drives the
 * run, that process is asked to write the approval down.
 * @param who approves them, for the journal
 * @throws BaiupError `run.unknown`, `run.not-heard`, `run.driven-elsewhere`
 */
export async function approve(run: string, who = operator()): Promise<Approved> {
  const record = await runJournal().open(run);
  const before = await oneRun(run);
  const steps = waitingSteps(before);
  if (steps.length === 0) return { view: before, steps };
  if (await isDriven(record)) {
    await askDriver(record, 'approve', 'baiup approve', undefined, who);
    return { view: await oneRun(run), steps };
  }
  const claim = await record.claim(who);
  try {
    const given = (_step: object, asked: boolean) => (asked ? 'approve' : undefined);
    await approveSteps({ record, onEvent: () => undefined }, given, who);
    return { view: reduceRun(await record.events()) ?? before, steps };
  } finally {
    await claim.release();
  }
}
