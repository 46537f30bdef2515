import { makeQueue } from '../../lib/queue.ts';
import { isBarrier, nodeOf } from './barrier.ts';
import { Frontier, type Turn } from './frontier.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { PlannedStep } from './plan.ts';

/** A step of the chain that everything waits for, and how many seconds of the whole are its own. */
export interface Link {
  readonly step: PlannedStep;
  readonly seconds: number;
}

export interface Schedule {
  /** Seconds until all is done. */
  readonly seconds: number;
  /**
   * What follows each other from the beginning to the end: each begins when the one before it ends, or when that gives
   * its room away.
   */
  readonly chain: readonly Link[];
}

/** How long kinds of steps take room that only ask or wait from then on: starting a service is a matter of a moment. */
const roomSeconds: Readonly<Record<string, number>> = { 'service.start': 0.1, 'component.prove': 0 };

interface Timed {
  readonly step: PlannedStep;
  readonly from: number;
  readonly to: number;
  /** What it waited for last; nothing where it began at once. */
  readonly after: Timed | undefined;
}

/** A node gives its room away, is done, or both. */
interface Moment {
  readonly at: number;
  readonly turn: Turn;
  readonly leaves: boolean;
  readonly ends: boolean;
}

/** A run of some steps as the engine carries them out, in a time of its own: what starts when, and after what. */
class Simulation {
  readonly timed = new Map<string, Timed>();
  readonly #byId: ReadonlyMap<string, PlannedStep>;
  readonly #secondsOf: (step: PlannedStep) => number;
  readonly #frontier: Frontier;
  readonly #moments = makeQueue<Moment>((a, b) => a.at < b.at);
  readonly #joined = new Map<string, Timed | undefined>();

  constructor(steps: readonly PlannedStep[], secondsOf: (step: PlannedStep) => number, limits: Limits) {
    this.#byId = new Map(steps.map((step) => [step.id, step]));
    this.#secondsOf = secondsOf;
    this.#frontier = new Frontier(steps.map(nodeOf), new Set(), limits);
  }

  run(): void {
    this.#start(0, undefined);
    for (let moment = this.#moments.take(); moment; moment = this.#moments.take()) {
      const { at, turn, leaves, ends } = moment;
      if (leaves) this.#frontier.leave(turn);
      if (ends) this.#frontier.finish(turn);
      this.#start(at, this.timed.get(turn.node.id));
    }
  }

  #start(at: number, cause: Timed | undefined): void {
    for (let turn = this.#frontier.take(); turn; turn = this.#frontier.take()) {
      const step = this.#byId.get(turn.node.id) as PlannedStep;
      const seconds = this.#secondsOf(step);
      const needed = this.#lastNeeded(step);
      const waitedForNeed = needed !== undefined && needed.to >= at;
      this.timed.set(step.id, { step, from: at, to: at + seconds, after: waitedForNeed ? needed : cause });
      const held = Math.min(seconds, roomSeconds[step.kind] ?? seconds);
      const isOne = held === seconds;
      this.#moments.put({ at: at + seconds, turn, leaves: isOne, ends: true });
      if (!isOne) this.#moments.put({ at: at + held, turn, leaves: true, ends: false });
    }
  }

  /** Of what a step needs, directly or through barriers, the one that ended last. */
  #lastNeeded({ needs }: PlannedStep): Timed | undefined {
    let last: Timed | undefined;
    for (const id of needs) {
      const ended = this.timed.get(id) ?? this.#lastBefore(id);
      if (ended && (last === undefined || ended.to > last.to)) last = ended;
    }
    return last;
  }

  #lastBefore(id: string): Timed | undefined {
    const barrier = this.#byId.get(id);
    if (!barrier || !isBarrier(barrier)) return undefined;
    if (!this.#joined.has(id)) this.#joined.set(id, this.#lastNeeded(barrier));
    return this.#joined.get(id);
  }
}

/**
 * How long some steps take, each begun as soon as what it needs is done and there is room for it.
 * @param secondsOf what each step takes
 */
export function schedule(
  steps: readonly PlannedStep[],
  secondsOf: (step: PlannedStep) => number,
  limits = defaultLimits,
): Schedule {
  const simulation = new Simulation(steps, secondsOf, limits);
  simulation.run();
  let last: Timed | undefined;
  for (const { id } of steps) {
    const timed = simulation.timed.get(id);
    if (timed && (last === undefined || timed.to > last.to)) last = timed;
  }
  const seconds = last?.to ?? 0;
  const chain: Link[] = [];
  let end = seconds;
  for (let at = last; at; at = at.after) {
    chain.push({ step: at.step, seconds: end - at.from });
    end = at.from;
  }
  return { seconds, chain: chain.reverse() };
}
