import type { RunEvent } from '../../src/core/run/event.ts';
import type { Moment } from '../../src/core/run/moment.ts';
import { advanceRun, draftOf, runView } from '../../src/core/run/reduce.ts';
import type { RunDraft } from '../../src/core/run/run-draft.ts';
import type { RunView } from '../../src/core/run/view.ts';
import type { Snapshot } from '../../src/ui/server/wire.ts';
import type { PlanIndex } from '../parts/plan-index.ts';
import { Progress } from './progress.ts';

/** A run that is followed: all that has come of it, in order, each event once. */
export class LiveRun {
  readonly run: string;
  #draft: RunDraft;
  #seq: number;
  #index: PlanIndex | undefined;
  #progress: Progress | undefined;

  constructor({ run, seq, draft }: Snapshot) {
    this.run = run;
    this.#seq = seq;
    this.#draft = draftOf(draft);
  }

  /** The last event that is in it. */
  get seq(): number {
    return this.#seq;
  }

  get draft(): RunDraft {
    return this.#draft;
  }

  /** Undefined until its plan is known. */
  get progress(): Progress | undefined {
    return this.#progress;
  }

  /** Computed from all steps: not for every event. */
  view(): RunView {
    return runView(this.#draft);
  }

  plan(index: PlanIndex): void {
    this.#index = index;
    this.#progress = new Progress(index, this.#draft);
  }

  /** All of it anew, where the way to the server was lost for too long. */
  replace({ seq, draft }: Snapshot): void {
    this.#seq = seq;
    this.#draft = draftOf(draft);
    if (this.#index) this.plan(this.#index);
  }

  /**
   * What happened since; what is known already is passed over.
   * @returns what people are told of, or undefined where an event is missing: then nothing was taken from there on
   */
  advance(events: readonly RunEvent[]): Moment[] | undefined {
    const told: Moment[] = [];
    for (const event of events) {
      if (event.seq <= this.#seq) continue;
      if (event.seq !== this.#seq + 1) return undefined;
      const step = 'step' in event ? event.step : undefined;
      const before = step === undefined ? undefined : this.#draft.steps.get(step);
      advanceRun(this.#draft, event);
      this.#seq = event.seq;
      const after = step === undefined ? undefined : this.#draft.steps.get(step);
      told.push(...(this.#progress?.advance(event, before, after) ?? []));
    }
    return told;
  }
}
