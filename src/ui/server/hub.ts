import { setTimeout as delay } from 'node:timers/promises';
import { BaiupError } from '../../lib/errors.ts';
import { errorOf } from './answers.ts';
import { harmlessJson } from './harmless.ts';
import { openRunFeed, type RunFeed } from './run-feed.ts';
import { eventStream, frame, type Sink } from './sink.ts';
import type { Site } from './site.ts';
import type { Beat } from './wire.ts';

const everyMs = 1000;
const beatEvery = 5;

interface Reader {
  readonly sink: Sink;
  readonly run: string | undefined;
  /** Whether they may still look: a session ends, and a user is taken out. */
  readonly mayStay: () => Promise<boolean>;
}

/** What all readers are told whatever they look at, and when it was told last. */
const common = ['runs', 'plan', 'tasks'] as const;
type Common = (typeof common)[number];

/** Everybody who looks: one connection each, and one look at the runs for all of them. */
export function openHub(site: Site, now: () => number) {
  const readers = new Set<Reader>();
  const feeds = new Map<string, Promise<RunFeed>>();
  const told = new Map<Common, string>();
  const ending = new AbortController();
  let looking: Promise<void> | undefined;

  const look: Readonly<Record<Common, () => Promise<unknown>>> = {
    runs: () => site.runs(),
    plan: async () => (await site.planNow()) ?? null,
    tasks: () => site.tasks.list(),
  };

  const lookAt = async (what: Common): Promise<void> => {
    const data = harmlessJson(await look[what]());
    if (told.get(what) === data) return;
    told.set(what, data);
    for (const { sink } of readers) sink.send(frame(what, data));
  };

  const lookAtAll = async (): Promise<void> => {
    // What cannot be read now is read in a moment.
    for (const what of common) await lookAt(what).catch(() => undefined);
    for (const feed of feeds.values()) await feed.then((open) => open.lookAtLines()).catch(() => undefined);
  };

  const goOn = async (): Promise<void> => {
    for (let turn = 0; readers.size > 0 && !ending.signal.aborted; turn += 1) {
      await lookAtAll();
      if (turn % beatEvery === 0) {
        const beat = frame('beat', JSON.stringify({ now: new Date(now()).toISOString() } satisfies Beat));
        for (const { sink, mayStay } of [...readers]) {
          if (await mayStay()) sink.send(beat);
          else sink.end();
        }
      }
      await delay(everyMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
    looking = undefined;
  };

  /** A run that cannot be opened is told as one that is gone, and tried again by the next who asks. */
  const feedOf = (run: string): Promise<RunFeed> => {
    const open = feeds.get(run) ?? openRunFeed(site, run);
    feeds.set(run, open);
    open.catch(() => feeds.delete(run));
    return open;
  };

  const leave = async ({ run, ...reader }: Reader): Promise<void> => {
    const feed = run === undefined ? undefined : await feeds.get(run)?.catch(() => undefined);
    if (!feed || run === undefined || feed.leave(reader.sink)) return;
    feeds.delete(run);
    await feed.end();
  };

  const joinRun = async (reader: Reader, run: string, after: string | undefined): Promise<void> => {
    try {
      const feed = await feedOf(run);
      if (readers.has(reader)) feed.join(reader.sink, after);
    } catch (error) {
      const why = error instanceof BaiupError ? error : new BaiupError('run.unseen', String(error));
      reader.sink.send(frame('gone', harmlessJson({ error: errorOf(why).error })));
    }
  };

  return {
    /** How many look. */
    size: (): number => readers.size,
    /** The answer to one more who looks, at a run where it is named. */
    join: (
      run: string | undefined,
      after: string | undefined,
      mayStay: Reader['mayStay'] = async () => true,
    ): Response => {
      const { sink, answer } = eventStream(() => {
        readers.delete(reader);
        leave(reader).catch(() => undefined);
      });
      const reader: Reader = { sink, run, mayStay };
      readers.add(reader);
      for (const [what, data] of told) sink.send(frame(what, data));
      if (run !== undefined) joinRun(reader, run, after).catch(() => sink.end());
      looking ??= goOn();
      return answer;
    },
    /** Looks at once, for whoever has just changed something. */
    lookNow: lookAtAll,
    end: async (): Promise<void> => {
      ending.abort();
      for (const { sink } of [...readers]) sink.end();
      await looking;
    },
  };
}
export type Hub = ReturnType<typeof openHub>;
