import type { RunEvent } from '../../src/core/run/event.ts';
import type { Moment } from '../../src/core/run/moment.ts';
import { momentsOf } from '../../src/core/run/moments.ts';
import type { RunDraft } from '../../src/core/run/run-draft.ts';
import type { StepView } from '../../src/core/run/view.ts';
import type { PlanIndex } from '../parts/plan-index.ts';
import { moved, type Standing, standingOf, type Tally, talliesOf } from '../parts/tally.ts';

const stepOf = (event: RunEvent): string | undefined => ('step' in event ? event.step : undefined);

const isEnd = ({ kind }: RunEvent): boolean => kind === 'step.finished' || kind === 'step.failed';

/**
 * What the page shows of a run beside its view, advanced by each event: how far each phase is, which hosts have changed
 * since they were drawn last, and what people are told of. An event costs the same however many came before it.
 */
export class Progress {
  readonly index: PlanIndex;
  readonly tallies: Tally[];
  /** Ids of steps that run, wait or failed, in the order in which they came to it. */
  readonly open = new Map<string, Standing>();
  readonly #moments: (event: RunEvent) => Moment[];
  #touched = new Set<string>();

  constructor(index: PlanIndex, draft: RunDraft) {
    this.index = index;
    this.#moments = momentsOf(index.plan);
    this.tallies = talliesOf(index.phases, draft.steps);
    for (const step of draft.steps.values()) this.#keepOpen(step.step, standingOf(step));
    this.#touched = new Set(index.hosts);
  }

  /**
   * @param before its step, as it was before the event
   * @returns what people are told of it
   */
  advance(event: RunEvent, before: StepView | undefined, after: StepView | undefined): Moment[] {
    const step = stepOf(event);
    if (step !== undefined) this.#count(step, event, standingOf(before), standingOf(after));
    return this.#moments(event);
  }

  /** Hosts that something happened to since this was asked last. */
  takeTouched(): ReadonlySet<string> {
    const touched = this.#touched;
    if (touched.size > 0) this.#touched = new Set();
    return touched;
  }

  #count(step: string, event: RunEvent, before: Standing, after: Standing): void {
    for (const host of this.index.steps.get(step)?.hosts ?? []) this.#touched.add(host);
    this.#keepOpen(step, after);
    const phase = this.index.phaseOf.get(step);
    const tally = phase && this.tallies[phase.index];
    if (!tally) return;
    const at = Date.parse(event.at);
    const began = event.kind === 'step.started' ? at : (tally.from ?? at);
    this.tallies[phase.index] = moved(tally, before, after, began, isEnd(event) ? at : undefined);
  }

  #keepOpen(step: string, standing: Standing): void {
    if (this.open.get(step) === standing) return;
    this.open.delete(step);
    if (standing === 'moving' || standing === 'waiting' || standing === 'failed')
      this.open.set(step, standing);
  }
}
