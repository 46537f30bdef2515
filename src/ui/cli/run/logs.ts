import { logs as readLogs } from '../../../app/actions/logs.ts';
import { followRun } from '../../../app/live/follow-run.ts';
import { runJournal } from '../../../app/records/run-journal.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { stepEventLine, stepLogsText } from '../views/step-logs.ts';
import { following } from './following.ts';

export interface LogsFlags extends CommonFlags {
  readonly follow: boolean;
}

export async function logs(
  terminal: Terminal,
  flags: LogsFlags,
  run: string,
  typed: string,
): Promise<Outcome> {
  const before = await readLogs(run, typed);
  if (!flags.follow) return { json: before, text: stepLogsText(before) };
  const { step, events } = before;
  terminal.progress.say(stepLogsText(before));
  const { signal } = following(terminal, before.run);
  await followRun(await runJournal().reader(run), {
    signal,
    afterSeq: events.at(-1)?.seq ?? 0,
    onEvent: (event) => {
      if ('step' in event && event.step === step) terminal.progress.say(stepEventLine(event));
    },
  });
  return { json: await readLogs(run, step), text: '' };
}
