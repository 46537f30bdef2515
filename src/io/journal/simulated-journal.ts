import type { Plan } from '../../core/plan/plan.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { Journal, RunRecord } from './port.ts';
import { unknownRun } from './unknown-run.ts';

interface Kept {
  readonly plan: Plan;
  readonly events: RunEvent[];
  driven: boolean;
}

/** A journal in memory, with a way to let every process that drives one of its runs die. */
export interface SimulatedJournal extends Journal {
  /** Whoever drives a run is gone, and left no word. */
  crash(): void;
}

/** @param folder where runs keep their other files; the journal itself writes none */
export function simulatedJournal(now: () => Date, folder: string): SimulatedJournal {
  const runs = new Map<string, Kept>();

  const kept = (id: string): Kept => {
    const found = runs.get(id);
    if (!found) throw unknownRun(id, [...runs.keys()]);
    return found;
  };

  const record = (id: string): RunRecord => {
    const run = kept(id);
    return {
      id,
      folder: `${folder}/${id}`,
      plan: run.plan,
      events: async (afterSeq = 0) => run.events.slice(afterSeq),
      append: async (fact) => {
        const event: RunEvent = { seq: run.events.length + 1, at: now().toISOString(), run: id, ...fact };
        run.events.push(event);
        return event;
      },
      discard: async () => void runs.delete(id),
      claim: async () => {
        if (run.driven) {
          throw new BaiupError('run.driven-elsewhere', `${id} is being carried out already`, {
            exit: exitCode.refused,
          });
        }
        run.driven = true;
        return {
          release: async () => {
            run.driven = false;
          },
        };
      },
    };
  };

  return {
    list: async () => [...runs.keys()],
    create: async (plan) => {
      const id = `r-${runs.size + 1}`;
      runs.set(id, { plan, events: [], driven: false });
      return record(id);
    },
    reader: async (id) => record(id),
    open: async (id) => record(id),
    crash: () => {
      for (const run of runs.values()) run.driven = false;
    },
  };
}
