import type { Plan } from '../../core/plan/plan.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { drivenElsewhere } from './driven-elsewhere.ts';
import type { Driver, Journal, RunRecord } from './port.ts';
import { resolveRun } from './resolve-run.ts';
import { newRunId } from './run-file.ts';

interface Kept {
  readonly name: string;
  readonly id: string;
  readonly plan: Plan;
  readonly events: RunEvent[];
  driver: Driver | undefined;
}

/** A journal in memory, with a way to let every process that drives one of its runs die. */
export interface SimulatedJournal extends Journal {
  /** Whoever drives a run dies, and leaves no word. */
  crash(): void;
}

/** @param folder where runs keep their other files; the journal itself writes none */
export function simulatedJournal(now: () => Date, folder: string): SimulatedJournal {
  const runs = new Map<string, Kept>();

  const record = (typed: string): RunRecord => {
    const run = resolveRun(typed, [...runs.values()]);
    const { name, id, plan } = run;
    return {
      name,
      id,
      folder: `${folder}/${name}`,
      plan,
      events: async (afterSeq = 0) => run.events.slice(afterSeq),
      examine: async () => ({ events: [...run.events] }),
      append: async (fact) => {
        const event: RunEvent = { seq: run.events.length + 1, at: now().toISOString(), run: name, ...fact };
        run.events.push(event);
        return event;
      },
      discard: async () => void runs.delete(name),
      names: async () => [],
      driver: async () => run.driver,
      disown: async () => {
        if (run.driver?.life === 'elsewhere') run.driver = undefined;
      },
      claim: async (who) => {
        if (run.driver && run.driver.life !== 'dead') throw drivenElsewhere(name, run.driver);
        run.driver = { who, host: 'simulated', pid: 1, since: now().toISOString(), life: 'alive' };
        return {
          release: async () => {
            run.driver = undefined;
          },
        };
      },
    };
  };

  return {
    list: async () => [...runs.keys()],
    create: async (plan) => {
      const name = `r-${runs.size + 1}`;
      runs.set(name, { name, id: newRunId(), plan, events: [], driver: undefined });
      return record(name);
    },
    reader: async (typed) => record(typed),
    open: async (typed) => record(typed),
    crash: () => {
      for (const run of runs.values()) if (run.driver) run.driver = { ...run.driver, life: 'dead' };
    },
  };
}
