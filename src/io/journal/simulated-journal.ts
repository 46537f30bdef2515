import { setTimeout as delay } from 'node:timers/promises';
import type { Plan } from '../../core/plan/plan.ts';
import type { RunEvent } from '../../core/run/event.ts';
import { type Damage, damagedRun } from './damage.ts';
import { drivenElsewhere } from './driven-elsewhere.ts';
import type { Driver, Journal, RunRecord, RunRequests, RunTexts } from './port.ts';
import { type Request, requestKinds } from './request.ts';
import { resolveRun } from './resolve-run.ts';
import { newRunId } from './run-file.ts';
import { beginningOf } from './scan.ts';
import { writeOn } from './write-on.ts';

interface Kept {
  readonly name: string;
  readonly id: string;
  readonly plan: Plan;
  readonly made: string;
  readonly events: RunEvent[];
  driver: Driver | undefined;
  damage: Damage | undefined;
  readonly texts: RunTexts;
  readonly requests: RunRequests;
}

function textsInMemory(): RunTexts {
  const kept = new Map<string, string>();
  return {
    read: async (name) => kept.get(name),
    write: async (name, text) => void kept.set(name, text),
    where: (name) => `the simulated ${name}`,
  };
}

function requestsInMemory(): RunRequests {
  const made = new Map<string, Request>();
  return {
    make: async (request) => void made.set(request.what, request),
    read: async () => requestKinds.flatMap((what) => made.get(what) ?? []),
    remove: async (what) => void made.delete(what),
    removeAll: async () => made.clear(),
  };
}

/** A journal in memory, with a way to let every process that drives one of its runs die. */
export interface SimulatedJournal extends Journal {
  /** Whoever drives a run dies, and leaves no word. */
  crash(): void;
  /** Events of a run are lost. */
  lose(name: string, isLost: (event: RunEvent) => boolean): void;
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
      made: run.made,
      folder: `${folder}/${name}`,
      plan,
      events: async (afterSeq = 0) => {
        if (run.damage) throw damagedRun(name, run.damage);
        return run.events.slice(afterSeq);
      },
      examine: async () => ({ events: [...run.events], ...(run.damage ? { damage: run.damage } : {}) }),
      append: async (fact) => {
        if (run.damage) throw damagedRun(name, run.damage);
        const event: RunEvent = { seq: run.events.length + 1, at: now().toISOString(), run: name, ...fact };
        run.events.push(event);
        return event;
      },
      salvage: async (facts) => {
        run.events.length = 0;
        run.damage = undefined;
        for (const fact of facts('kept')) {
          run.events.push({ at: now().toISOString(), ...fact, seq: run.events.length + 1, run: name });
        }
      },
      discard: async () => void runs.delete(name),
      text: async () => writeOn(run.events, beginningOf(id), name).bytes.toString(),
      texts: run.texts,
      requests: run.requests,
      isThere: async () => runs.get(name) === run,
      lookAgain: (everyMs, signal) => delay(everyMs, undefined, { signal }).catch(() => undefined),
      names: async () => [],
      missingFiles: async () => undefined,
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
      runs.set(name, {
        name,
        id: newRunId(),
        plan,
        made: now().toISOString(),
        events: [],
        driver: undefined,
        damage: undefined,
        texts: textsInMemory(),
        requests: requestsInMemory(),
      });
      return record(name);
    },
    reader: async (typed) => record(typed),
    open: async (typed) => record(typed),
    lose: (name, isLost) => {
      const run = resolveRun(name, [...runs.values()]);
      const left = run.events.filter((event) => !isLost(event));
      run.events.splice(0, run.events.length, ...left);
      run.damage = { why: 'events are missing' };
    },
    crash: () => {
      for (const run of runs.values()) if (run.driver) run.driver = { ...run.driver, life: 'dead' };
    },
  };
}
