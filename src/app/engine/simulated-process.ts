import { getActiveResourcesInfo } from 'node:process';
import { setImmediate as turn } from 'node:timers/promises';
import type { RunRecord } from '../../io/journal/port.ts';

/** Small numbers that look random and are the same for a seed. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed + 1; ; ) {
    state = (state * 48_271) % 2_147_483_647;
    yield state % 6;
  }
}

const asksDisk = (): boolean => getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));

/**
 * A process that drives a run and may be killed at any instant, between two events or inside a step: nothing that it
 * began goes on then. What runs side by side takes turns in an order that depends on a seed.
 */
export class SimulatedProcess {
  readonly died: Promise<'killed'>;
  readonly #instants: number;
  readonly #turns: Generator<number, never>;
  #lived = 0;
  #tellDeath: (how: 'killed') => void = () => undefined;

  constructor(instants: number, seed: number) {
    this.#instants = instants;
    this.#turns = numbers(seed);
    this.died = new Promise((resolve) => {
      this.#tellDeath = resolve;
    });
  }

  /** Lets others go on first; never returns where the process has died. */
  async instant(): Promise<void> {
    for (let turns = this.#turns.next().value; turns > 0; turns -= 1) await null;
    this.#lived += 1;
    if (this.#lived <= this.#instants) return;
    this.#tellDeath('killed');
    await new Promise(() => undefined);
  }

  /** A journal that it writes to as long as it lives. */
  record(record: RunRecord): RunRecord {
    return {
      ...record,
      append: async (fact) => {
        await this.instant();
        return record.append(fact);
      },
    };
  }

  /** Once it has died and what it had asked of the disk is done. */
  async gone(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet = asksDisk() ? 0 : quiet + 1) await turn();
  }
}
