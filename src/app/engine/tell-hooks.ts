import type { RunEvent, RunFact } from '../../core/run/event.ts';
import type { Notice } from '../../core/run/notice.ts';
import { noticesOf } from '../../core/run/notices-of.ts';
import { untaken } from '../../core/run/untaken.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import type { Delivered } from '../../io/notify/deliver.ts';
import type { Hook } from '../../io/notify/hook.ts';
import { hookQueue } from '../../io/notify/hook-queue.ts';
import { waiting } from '../../lib/waiting.ts';

/** Hooks that are told of a run, beside it. */
export interface Telling {
  /** What an earlier process may not have told is told again, with the same ids. */
  begin(): Promise<void>;
  /** To be called with each event, after it is in the journal. It only notes what is to be told. */
  hear(event: RunEvent): void;
  /** Gives what is left a little time. Afterwards the journal says what was not told. It never throws. */
  end(): Promise<void>;
}

interface Times {
  readonly now: () => number;
  readonly random: () => number;
  /** Milliseconds that what is left has at the end. */
  readonly graceMs: number;
}

const usual: Times = { now: Date.now, random: Math.random, graceMs: 10_000 };

/**
 * Tells hooks of a run. Nothing of it holds the run up or fails it: each hook has a queue of its own, and what becomes
 * of a notice is written into the journal beside the run's own events.
 * @param onEvent told of what is written into the journal
 */
export function tellHooks(
  hooks: readonly Hook[],
  record: Pick<RunRecord, 'name' | 'id' | 'plan' | 'examine' | 'append'>,
  onEvent: (event: RunEvent) => void,
  { now, random, graceMs }: Times = usual,
): Telling {
  const [hurry, cut] = [new AbortController(), new AbortController()];
  let endsAt = Infinity;
  const patience = { now, random, endsAt: () => endsAt, hurry: hurry.signal, signal: cut.signal };

  /** Without its line in the journal it is told once more when the run is resumed. */
  const note = async ({ name: hook }: Hook, notice: Notice, delivered: Delivered): Promise<void> => {
    const about = { hook, notice: notice.id, event: notice.event };
    const fact: RunFact =
      delivered.kind === 'told'
        ? { ...about, ...delivered, kind: 'hook.told' }
        : { ...about, ...delivered, kind: 'hook.gave-up' };
    await record
      .append(fact)
      .then(onEvent)
      .catch(() => undefined);
  };
  const queues = hooks.map((hook) => ({
    hook,
    queue: hookQueue(hook, patience, (notice, delivered) => note(hook, notice, delivered)),
  }));
  const notices = noticesOf(record);
  const put = (notice: Notice, only?: string): void => {
    for (const { hook, queue } of queues)
      if (hook.wants(notice.event) && (only ?? hook.name) === hook.name) queue.put(notice);
  };

  return {
    begin: async () => {
      if (queues.length === 0) return;
      // What cannot be read now is told by whoever drives it next.
      const { events } = await record.examine().catch(() => ({ events: [] }));
      for (const { hook, notice } of untaken(events, notices)) put(notice, hook);
    },
    hear: (event) => {
      if (queues.length === 0) return;
      for (const notice of notices(event)) put(notice);
    },
    end: async () => {
      endsAt = now() + graceMs;
      hurry.abort();
      const timer = setTimeout(() => cut.abort(), graceMs);
      const idle = Promise.all(queues.map(({ queue }) => queue.idle()));
      const what = 'hooks to take what they are told';
      await waiting({ what, timeoutMs: graceMs }, () => idle).finally(() => clearTimeout(timer));
    },
  };
}
