import type { RunEvent } from '../../src/core/run/event.ts';
import type { Moment } from '../../src/core/run/moment.ts';
import type { RunView } from '../../src/core/run/view.ts';
import type {
  DriverLines,
  ErrorAnswer,
  PlanAnswer,
  RunDocument,
  Snapshot,
  StandingNow,
  Task,
} from '../../src/ui/server/wire.ts';
import { indexPlan } from '../parts/plan-index.ts';
import { type Clockwork, inFrames } from './frames.ts';
import { LiveRun } from './live-run.ts';
import { type Connection, Stream, type Wires } from './stream.ts';

/** The plan that is served, as the stream tells of it. */
export interface Served {
  readonly file: string;
  readonly id: string;
}

/** A run as it is shown: its view is that of the last picture. */
export interface ShownRun {
  readonly live: LiveRun;
  readonly view: RunView;
  readonly standing: StandingNow | undefined;
  /** What whoever drives it has said last. */
  readonly lines: DriverLines;
  /** Why it cannot be followed any more. */
  readonly gone: ErrorAnswer['error'] | undefined;
  readonly answer: PlanAnswer | undefined;
}

export interface Model {
  readonly connection: Connection;
  readonly runs: readonly RunDocument[] | undefined;
  readonly served: Served | null | undefined;
  readonly tasks: readonly Task[];
  /** The run that is followed, once it is known. */
  readonly run: ShownRun | undefined;
  /** What was told last, for those who hear the page. */
  readonly said: Moment | undefined;
}

/** What the stream tells, by its name. */
interface Told {
  readonly runs: readonly RunDocument[];
  readonly plan: Served | null;
  readonly tasks: readonly Task[];
  readonly snapshot: Snapshot;
  readonly events: readonly RunEvent[];
  readonly standing: StandingNow;
  readonly lines: DriverLines;
  readonly gone: ErrorAnswer;
  readonly beat: unknown;
}

type Takes = { readonly [Event in keyof Told]: (data: Told[Event]) => void };

export interface StoreWorld {
  readonly wires: Wires;
  readonly clockwork: Clockwork;
  readonly planOf: (run: string) => Promise<PlanAnswer>;
}

/** All that the page knows: by the stream, and drawn in frames. */
export class Store {
  readonly #stream: Stream;
  readonly #world: StoreWorld;
  readonly #dirty: () => void;
  readonly #takes: Takes = {
    runs: (runs) => this.#change({ runs }),
    plan: (served) => this.#change({ served }),
    tasks: (tasks) => this.#change({ tasks }),
    snapshot: (snapshot) => this.#snapshot(snapshot),
    events: (news) => this.#events(news),
    standing: (standing) => {
      this.#standing = standing;
      this.#redraw();
    },
    lines: (lines) => {
      this.#lines = lines;
      this.#redraw();
    },
    gone: ({ error }) => {
      this.#gone = error;
      this.#redraw();
    },
    beat: () => undefined,
  };
  readonly #listeners = new Set<() => void>();
  #model: Model = {
    ...{ connection: { kind: 'opening' }, runs: undefined, served: undefined, tasks: [] },
    ...{ run: undefined, said: undefined },
  };
  #followed: string | undefined;
  #live: LiveRun | undefined;
  #standing: StandingNow | undefined;
  #lines: DriverLines = [];
  #gone: ErrorAnswer['error'] | undefined;
  #answer: PlanAnswer | undefined;
  #isStale = false;

  constructor(world: StoreWorld) {
    this.#world = world;
    this.#dirty = inFrames(() => this.#draw(), world.clockwork);
    this.#stream = new Stream(
      {
        events: Object.keys(this.#takes),
        // The server's own words: what it says by a name is what the wire has for it.
        onEvent: (event, data) => this.#takes[event as keyof Told](data as never),
        onConnection: (connection) => this.#change({ connection }),
      },
      world.wires,
    );
  }

  get model(): Model {
    return this.#model;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** From now on that run is shown. */
  follow(run: string | undefined): void {
    if (run !== this.#followed) {
      this.#followed = run;
      this.#live = undefined;
      this.#standing = undefined;
      this.#lines = [];
      this.#gone = undefined;
      this.#answer = undefined;
      this.#isStale = true;
      this.#dirty();
    }
    this.#stream.follow(run);
  }

  /** After somebody got in again. */
  reconnect(): void {
    this.#stream.anew();
  }

  close(): void {
    this.#stream.close();
  }

  #snapshot(snapshot: Snapshot): void {
    if (this.#live) this.#live.replace(snapshot);
    else {
      this.#live = new LiveRun(snapshot);
      this.#readPlan(snapshot.run, this.#live);
    }
    this.#gone = undefined;
    this.#redraw();
  }

  #events(news: readonly RunEvent[]): void {
    if (!this.#live) return;
    const told = this.#live.advance(news);
    if (told === undefined) {
      this.#stream.anew();
      return;
    }
    const said = told.findLast(({ event }) => event !== 'phase.begun');
    if (said) this.#model = { ...this.#model, said };
    this.#redraw();
  }

  #readPlan(run: string, live: LiveRun): void {
    this.#world.planOf(run).then(
      (answer) => {
        if (this.#live !== live) return;
        live.plan(indexPlan(answer.plan));
        this.#answer = answer;
        this.#redraw();
      },
      // Without its plan a run is shown by its events alone.
      () => undefined,
    );
  }

  #redraw(): void {
    this.#isStale = true;
    this.#dirty();
  }

  #change(change: Partial<Model>): void {
    this.#model = { ...this.#model, ...change };
    this.#dirty();
  }

  #draw(): void {
    if (this.#isStale) {
      this.#isStale = false;
      const live = this.#live;
      const run = live && {
        ...{
          live,
          view: live.view(performance.now()),
          standing: this.#standing,
          lines: this.#lines,
          gone: this.#gone,
          answer: this.#answer,
        },
      };
      this.#model = { ...this.#model, run };
    }
    for (const listener of this.#listeners) listener();
  }
}
