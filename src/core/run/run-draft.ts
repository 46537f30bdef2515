import type { Failure, RunEvent } from './event.ts';
import { answered, ended, type Outage, stopped, stoppedAgain, upBy } from './outage.ts';
import { stepsDown } from './services-down.ts';
import { settledSoFar } from './settled-so-far.ts';
import { untoldAfter } from './untold.ts';
import type { HopView, RunView, StepView } from './view.ts';
import { windowAfter } from './window-after.ts';

type Began = Extract<RunEvent, { kind: 'run.started' }>;
type Head = Omit<RunView, 'hops' | 'steps'>;

/** All that a draft holds, as JSON: whoever watches a run begins with it, and goes on with the events after it. */
export interface DraftSnapshot {
  readonly began: Began;
  readonly hops: readonly HopView[];
  readonly outages: readonly Outage[];
  readonly steps: readonly StepView[];
  readonly head: Head;
  readonly cause?: Head['failure'];
}

/** A run so far, changed in place by each event: an event costs the same however many came before it. */
export class RunDraft {
  readonly began: Began;
  readonly hops: HopView[];
  /** Of each hop. */
  readonly outages: Outage[];
  /** By their ids, in the order in which they were first heard of. */
  readonly steps = new Map<string, StepView>();
  head: Head;
  /** Hops with members that turn beside their old programs: on the way back these turn once all others answer. */
  readonly #beside = new Set<number>();
  /** The failure that has the run go back. */
  #cause: Head['failure'];

  constructor(began: Began) {
    const { run, plan, cluster, from, to, who, at: started, predicted, foreseen, window } = began;
    const downtime = { predicted, predictedRange: foreseen?.predictedRange };
    this.began = began;
    this.head = { run, plan, cluster, from, to, who, state: 'running', started, downtime, window };
    this.hops = began.hops.map((hop) => ({ ...hop, state: 'todo' }));
    this.outages = began.hops.map(() => ({}));
  }

  /** A draft of its own from what another one held. */
  static from({ began, hops, outages, steps, head, cause }: DraftSnapshot): RunDraft {
    const draft = new RunDraft(began);
    draft.hops.splice(0, draft.hops.length, ...hops);
    draft.outages.splice(0, draft.outages.length, ...outages);
    for (const step of steps) {
      draft.steps.set(step.step, step);
      if (step.beside) draft.#beside.add(step.hop);
    }
    draft.head = head;
    draft.#cause = cause;
    return draft;
  }

  /** What it holds now: nothing of it changes when the draft goes on. */
  snapshot(): DraftSnapshot {
    const { began, head } = this;
    const lists = { hops: [...this.hops], outages: [...this.outages], steps: [...this.steps.values()] };
    return { began, head, ...lists, ...(this.#cause ? { cause: this.#cause } : {}) };
  }

  advance(event: RunEvent): void {
    this.#change(event);
    if (this.head.window) this.#head({ window: windowAfter(this.head.window, event, this.#isTurning()) });
  }

  #change(event: RunEvent): void {
    switch (event.kind) {
      case 'run.started':
      case 'facts.differ':
      case 'step.probed':
      case 'window.turn-passed':
      case 'window.too-short':
      case 'outage.slipped':
      case 'announcement.changed':
      case 'announcement.left':
        break;
      case 'hook.told':
      case 'hook.gave-up':
        this.#head({ untold: untoldAfter(this.head.untold, event) });
        break;
      case 'run.resumed':
        this.#head({ who: event.who, state: this.#isGoingBack() ? 'undoing' : 'running' });
        this.#head({ ...this.#anew(), asked: undefined, stoppedWave: undefined });
        break;
      case 'run.asked': {
        const { what, who, why, askedAt: at } = event;
        this.#head({ asked: { what, who, why, at } });
        break;
      }
      case 'run.stopped':
        this.#head({ state: this.head.state === 'undoing' ? 'undoing' : 'stopped', ended: event.at });
        break;
      case 'run.finished': {
        const good = event.state === 'done' || event.state === 'rolled-back';
        const { state, left, at } = event;
        this.#head({
          state,
          ended: at,
          left,
          stoppedWave: undefined,
          ...(good ? { failure: undefined } : {}),
        });
        if (state === 'broken') this.#upAgain(at, this.#hopsDown());
        break;
      }
      case 'member.postponed': {
        const { member, host, why, left } = event;
        const others = (this.head.postponed ?? []).filter((each) => each.member !== member);
        this.#head({ postponed: [...others, { member, host, why, left }] });
        // What is left of one is taken back later, when its run is long done.
        if (this.hops[event.hop]?.state !== 'done') {
          this.#head({ failure: undefined });
          this.#hop(event.hop, 'running');
        }
        break;
      }
      case 'wave.stopped': {
        const { name, members, why } = event;
        this.#head({ stoppedWave: { name, members, why } });
        break;
      }
      case 'wave.undone':
        if (this.head.stoppedWave)
          this.#head({ stoppedWave: { ...this.head.stoppedWave, left: event.left } });
        this.#hop(event.hop, 'running');
        break;
      case 'hop.finished':
        this.#hop(event.hop, 'done');
        this.#outage(event.hop, ended);
        break;
      case 'run.salvaged':
        this.#head({ salvaged: event.why, who: event.who });
        break;
      case 'evidence.kept':
        this.#head({ evidence: event.folder });
        break;
      case 'run.forgetting':
        this.#head({ forgotten: { who: event.who, at: event.at, freed: this.head.forgotten?.freed ?? 0 } });
        break;
      case 'run.forgotten': {
        const { at = event.at, freed = 0 } = this.head.forgotten ?? {};
        this.#head({ forgotten: { who: event.who, at, freed: freed + event.freed } });
        break;
      }
      case 'sessions.settled':
        this.#head({ sessions: settledSoFar(this.head.sessions, event) });
        break;
      case 'undo.started':
        if (event.why !== 'rollback') this.#cause = this.head.failure;
        if (event.why === 'rollback') this.#head({ who: event.who });
        if (event.why === 'abort') this.#cause = this.#givenUp();
        this.#head({ state: 'undoing', goingBack: event.why, stoppedWave: undefined, ...this.#anew() });
        break;
      case 'undo.finished':
        this.#upAgain(event.at);
        break;
      default:
        this.#changeStep(event);
        break;
    }
  }

  #changeStep(event: Exclude<Extract<RunEvent, { step: string }>, { kind: 'step.probed' }>): void {
    switch (event.kind) {
      case 'approval.asked':
        this.#step(event, { state: 'waiting', how: event.how });
        break;
      case 'approval.given':
        this.#step(event, { state: 'approved', how: undefined });
        break;
      case 'step.started':
        this.#step(event, {
          state: 'running',
          started: event.at,
          service: event.service,
          member: event.member,
          ...(event.inWave ? { inWave: true } : {}),
          ...(event.beside ? { beside: true } : {}),
        });
        if (event.beside) this.#beside.add(event.hop);
        this.#hop(event.hop, 'running');
        if (event.service === 'stopping') this.#down(event);
        break;
      case 'step.finished': {
        const { seconds, result } = event;
        this.#step(event, { state: 'done', seconds, result, failure: undefined });
        if (event.service === 'starting' && !event.inWave)
          this.#outage(event.hop, (outage) => answered(outage, Date.parse(event.at)));
        break;
      }
      case 'step.failed': {
        const { seconds, failure, result } = event;
        this.#step(event, { state: 'failed', seconds, failure, result });
        this.#hop(event.hop, 'failed');
        this.#failed(event, failure);
        break;
      }
      case 'step.undo-lost':
        if (this.steps.get(event.step)?.service === 'stopping') this.#down(event, stoppedAgain);
        this.#step(event, { state: 'undo-lost' });
        break;
      case 'step.done-again':
        this.#down(event, stoppedAgain);
        break;
      case 'step.undoing':
        if (this.steps.get(event.step)?.service === 'starting') this.#down(event, stoppedAgain);
        this.#step(event, { state: 'undoing', started: event.at });
        break;
      case 'step.undone': {
        const { seconds, result } = event;
        this.#step(event, { state: 'undone', seconds, ...(result === undefined ? {} : { result }) });
        const { inWave, service } = this.steps.get(event.step) ?? {};
        const isAlone = inWave && this.hops[event.hop]?.state === 'done';
        if (service === 'stopping' && !inWave && this.#beside.has(event.hop))
          this.#outage(event.hop, (outage) => answered(outage, Date.parse(event.at)));
        if (!isAlone) this.#hop(event.hop, 'undone');
        break;
      }
      case 'step.undo-failed': {
        const { seconds, failure } = event;
        this.#step(event, { state: 'undo-failed', seconds, failure });
        this.#failed(event, failure);
        break;
      }
      default:
        event satisfies never;
    }
  }

  #head(change: Partial<Head>): void {
    this.head = { ...this.head, ...change };
  }

  #step(
    { step, hop, title }: Extract<RunEvent, { step: string }>,
    change: Pick<StepView, 'state'> & Partial<StepView>,
  ): void {
    this.steps.set(step, { ...this.steps.get(step), step, hop, title, ...change });
  }

  #hop(index: number, state: HopView['state']): void {
    const hop = this.hops[index];
    if (hop) this.hops[index] = { ...hop, state };
  }

  #outage(index: number, change: (outage: Outage) => Outage): void {
    const known = this.outages[index];
    if (known) this.outages[index] = change(known);
  }

  #down({ hop, at, step }: Extract<RunEvent, { step: string }>, how: typeof stopped = stopped): void {
    if (this.steps.get(step)?.inWave) return;
    this.#outage(hop, (outage) => how(outage, Date.parse(at)));
  }

  #hopsDown(): Set<number> {
    return new Set(stepsDown({ hops: this.hops, steps: [...this.steps.values()] }).map(({ hop }) => hop));
  }

  /** Going back has come to an end. */
  #upAgain(at: string, down: ReadonlySet<number> = new Set()): void {
    for (const [hop, { from }] of this.outages.entries()) {
      if (from === undefined || down.has(hop)) continue;
      const isKnown = this.#beside.has(hop);
      this.#outage(hop, (outage) =>
        ended(isKnown ? upBy(outage, Date.parse(at)) : answered(outage, Date.parse(at))),
      );
    }
  }

  /** The first failure tells the cause: what fails beside it or after it often hangs on it. */
  #failed({ step }: { readonly step: string }, failure: Failure): void {
    this.#head({ failure: this.head.failure ?? { ...failure, step } });
  }

  /** A new attempt: of earlier failures only the one that has the run go back still counts. */
  #anew(): Partial<Head> {
    return { ended: undefined, left: undefined, failure: this.#cause };
  }

  #isGoingBack(): boolean {
    return this.head.state === 'undoing' || this.head.state === 'broken';
  }

  #givenUp(): Head['failure'] {
    const { who, why } = this.head.asked ?? { who: 'somebody', why: 'no reason is known' };
    return { code: 'run.aborted', message: `${who} asked it to go back: ${why}`, step: '' };
  }

  #isTurning(): boolean {
    const isBeside = [...this.#beside].some((hop) => this.hops[hop]?.state !== 'done');
    return isBeside || this.outages.some(({ from }) => from !== undefined);
  }
}
