import type { RunEvent } from '../../src/core/run/event.ts';
import type { Moment } from '../../src/core/run/moment.ts';
import { advanceRun, draftOf, runView } from '../../src/core/run/reduce.ts';
import type { RunDraft } from '../../src/core/run/run-draft.ts';
import type { RunView } from '../../src/core/run/view.ts';
import type { Snapshot } from '../../src/ui/server/wire.ts';
import type { PlanIndex } from '../parts/plan-index.ts';
import { Progress } from './progress.ts';

/** So many times as long as a view took to make, it is shown. */
const patience = 50;

/** Of a run with thousands of steps these come one after the other, and its head says nothing of them. */
const ofSteps: readonly RunEvent['kind'][] = [
  'step.started',
  'step.probed',
  'step.finished',
  'step.undoing',
  'step.undone',
];

const isOfSteps = ({ kind }: RunEvent): boolean => ofSteps.includes(kind);

/** A run that is followed: all that has come of it, in order, each event once. */
export class LiveRun {
  readonly run: string;
  #draft: RunDraft;
  #seq: number;
  #index: PlanIndex | undefined;
  #progress: Progress | undefined;
  #shown: { readonly made?: RunView; readonly at: number; readonly cost: number } = { at: 0, cost: 0 };
  #isStale = true;

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

  /**
   * The run as it is; of one with thousands of steps, whose view takes its time, as it was a moment ago where only steps
   * have gone on since.
   * @param now milliseconds, of a clock that only goes on
   */
  view(now: number): RunView {
    const { made, at, cost } = this.#shown;
    if (made && !this.#isStale && now - at < cost * patience) return made;
    const from = performance.now();
    const view = runView(this.#draft);
    this.#shown = { made: view, at: now, cost: performance.now() - from };
    this.#isStale = false;
    return view;
  }

  plan(index: PlanIndex): void {
    this.#index = index;
    this.#progress = new Progress(index, this.#draft);
  }

  #isFirstStop(event: RunEvent): boolean {
    const isStop = event.kind === 'step.started' && event.service === 'stopping';
    return isStop && this.#shown.made?.downtime.since === undefined;
  }

  /** All of it anew, where the way to the server was lost for too long. */
  replace({ seq, draft }: Snapshot): void {
    this.#seq = seq;
    this.#draft = draftOf(draft);
    this.#isStale = true;
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
      this.#isStale ||= !isOfSteps(event) || this.#isFirstStop(event);
      this.#seq = event.seq;
      const after = step === undefined ? undefined : this.#draft.steps.get(step);
      told.push(...(this.#progress?.advance(event, before, after) ?? []));
    }
    return told;
  }
}
