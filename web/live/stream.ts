/** What the page needs of an EventSource; a test has its own. */
export interface Source {
  readonly listen: (event: string, heard: (data: unknown, id: string) => void) => void;
  readonly onOpen: (act: () => void) => void;
  /** @param isOver whether it will not try again by itself */
  readonly onTrouble: (act: (isOver: boolean) => void) => void;
  readonly close: () => void;
}

export interface Wires {
  readonly open: (path: string) => Source;
  readonly every: (act: () => void, ms: number) => () => void;
  readonly now: () => number;
}

/** Nothing for so long, and the connection is dead: the server says something every five seconds. */
const deadMs = 15_000;
const againMs = 2_000;

/** `open`: what is shown is now. `lost`: since then nothing was heard. `refused`: it asks who one is. */
export type Connection =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open' }
  | { readonly kind: 'lost'; readonly since: number }
  | { readonly kind: 'refused' };

interface StreamOptions {
  readonly events: readonly string[];
  readonly onEvent: (event: string, data: unknown) => void;
  readonly onConnection: (connection: Connection) => void;
}

function pathOf(run: string | undefined, after: string | undefined): string {
  const query = new URLSearchParams();
  if (run !== undefined) query.set('run', run);
  if (after !== undefined) query.set('after', after);
  return `/api/stream${query.size > 0 ? `?${query}` : ''}`;
}

/**
 * The one stream of a tab. It goes on where it left after a lost connection, a sleep, or a server that was started anew:
 * by the id of what it took last.
 */
export class Stream {
  readonly #options: StreamOptions;
  readonly #wires: Wires;
  readonly #stopWatching: () => void;
  #run: string | undefined;
  #after: string | undefined;
  #source: Source | undefined;
  #heardAt: number;
  #triedAt: number;
  #connection: Connection = { kind: 'opening' };

  constructor(options: StreamOptions, wires: Wires) {
    this.#options = options;
    this.#wires = wires;
    this.#heardAt = wires.now();
    this.#triedAt = wires.now();
    this.#stopWatching = wires.every(() => this.#watch(), 1_000);
  }

  /** From now on that run is followed, or none. */
  follow(run: string | undefined): void {
    if (this.#source && this.#run === run) return;
    this.#run = run;
    this.#after = undefined;
    this.#reopen();
  }

  /** All of the run is asked for anew. */
  anew(): void {
    this.#after = undefined;
    this.#reopen();
  }

  close(): void {
    this.#stopWatching();
    this.#source?.close();
  }

  #reopen(): void {
    this.#source?.close();
    this.#triedAt = this.#wires.now();
    const source = this.#wires.open(pathOf(this.#run, this.#after));
    this.#source = source;
    const isCurrent = (): boolean => this.#source === source;
    source.onOpen(() => isCurrent() && this.#heard());
    source.onTrouble((isOver) => isCurrent() && this.#trouble(isOver));
    for (const event of this.#options.events)
      source.listen(event, (data, id) => {
        if (!isCurrent()) return;
        this.#heard();
        this.#options.onEvent(event, data);
        if (id !== '') this.#after = id;
      });
  }

  #heard(): void {
    this.#heardAt = this.#wires.now();
    if (this.#connection.kind !== 'open') this.#change({ kind: 'open' });
  }

  #trouble(isOver: boolean): void {
    if (isOver) this.#change({ kind: 'refused' });
    else this.#lost();
  }

  #lost(): void {
    if (this.#connection.kind !== 'lost') this.#change({ kind: 'lost', since: this.#heardAt });
  }

  /** A laptop that slept has a connection that looks open and is dead. */
  #watch(): void {
    if (!this.#source || this.#connection.kind === 'refused') return;
    const now = this.#wires.now();
    if (now - this.#heardAt < deadMs) return;
    this.#lost();
    if (now - this.#triedAt >= Math.max(againMs, deadMs)) this.#reopen();
  }

  #change(connection: Connection): void {
    this.#connection = connection;
    this.#options.onConnection(connection);
  }
}

/** By the browser's own EventSource. */
export const wiresOfBrowser: Wires = {
  open: (path) => {
    const source = new EventSource(path);
    return {
      listen: (event, heard) =>
        source.addEventListener(event, ({ data, lastEventId }: MessageEvent<string>) =>
          heard(JSON.parse(data), lastEventId),
        ),
      onOpen: (act) => source.addEventListener('open', act),
      onTrouble: (act) =>
        source.addEventListener('error', () => act(source.readyState === EventSource.CLOSED)),
      close: () => source.close(),
    };
  },
  every: (act, ms) => {
    const timer = setInterval(act, ms);
    return () => clearInterval(timer);
  },
  now: () => Date.now(),
};
