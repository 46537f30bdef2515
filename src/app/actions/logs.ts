import { join } from 'node:path';
import type { RunEvent } from '../../core/run/event.ts';
import { type FileTail, fileTails } from '../../io/journal/file-tails.ts';
import type { RunReader } from '../../io/journal/port.ts';
import { usageError } from '../../lib/errors.ts';
import { runJournal } from '../records/run-journal.ts';

export interface StepLogs {
  readonly run: string;
  readonly step: string;
  readonly events: readonly RunEvent[];
  /** What was kept when it, or its way back, failed. */
  readonly evidence: readonly FileTail[];
}

const tailLines = 20;

const stepsOf = (events: readonly RunEvent[]): Map<string, string> =>
  new Map(events.flatMap((event) => ('step' in event ? [[event.step, event.title] as const] : [])));

/**
 * The step that somebody means: by its id, or by a part of id or title that no other has.
 * @throws BaiupError `step.unknown` (exit 64)
 */
function resolveStep(typed: string, run: string, events: readonly RunEvent[]): string {
  const steps = stepsOf(events);
  if (steps.has(typed)) return typed;
  const wanted = typed.toLowerCase();
  const found = [...steps].filter(([id, title]) => `${id} ${title}`.toLowerCase().includes(wanted));
  const [only, other] = found;
  if (only && !other) return only[0];
  const named = (found.length > 0 ? found : [...steps]).map(([id]) => id);
  const what = other
    ? `"${typed}" fits ${found.length} steps of ${run}`
    : `${run} has no step "${typed}" so far`;
  throw usageError(
    'step.unknown',
    what,
    named.length > 0 ? `its steps: ${named.slice(0, 12).join(', ')}` : 'it has not begun any step',
  );
}

async function evidenceOf({ folder }: RunReader, step: string): Promise<readonly FileTail[]> {
  const folders = [step, `undo-${step}`].map((name) => join(folder, 'evidence', name));
  return (await Promise.all(folders.map((each) => fileTails(each, tailLines)))).flat();
}

/**
 * What a run's journal says of one step, and the end of each file that was kept for it; reads no cluster.
 * @throws BaiupError `run.unknown`, `run.damaged`, `run.unreadable`, `step.unknown`
 */
export async function logs(run: string, typed: string): Promise<StepLogs> {
  const reader = await runJournal().reader(run);
  const events = await reader.events();
  const step = resolveStep(typed, reader.name, events);
  return {
    run: reader.name,
    step,
    events: events.filter((event) => 'step' in event && event.step === step),
    evidence: await evidenceOf(reader, step),
  };
}
