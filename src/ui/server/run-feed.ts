import { type News, type Place, type RunWatch, watchRun } from '../../app/live/watch-run.ts';
import type { BaiupError } from '../../lib/errors.ts';
import { errorOf } from './answers.ts';
import { harmlessJson } from './harmless.ts';
import { frame, type Sink } from './sink.ts';
import type { Site } from './site.ts';
import type { Delta, Gone, Snapshot, StandingNow } from './wire.ts';

/** A place as the id of an event. */
const idOf = ({ seq, mark }: Place): string => (mark === '' ? String(seq) : `${seq}.${mark}`);

/** @returns undefined for what is no id of ours */
function placeOf(id: string | undefined): Place | undefined {
  const [, seq, mark = ''] = /^(\d{1,12})(?:\.(\d{1,16}))?$/.exec(id ?? '') ?? [];
  return seq === undefined ? undefined : { seq: Number(seq), mark };
}

const goneFrame = (why: BaiupError): string =>
  frame('gone', harmlessJson({ error: errorOf(why).error } satisfies Gone));

/** What all who look at one run are sent: it is read once, and written out once. */
export interface RunFeed {
  /** @param after the id of the last event that the reader has */
  join(sink: Sink, after: string | undefined): void;
  /** Tells what the run's driver has said since. */
  lookAtLines(): Promise<void>;
  /** @returns whether somebody is left */
  leave(sink: Sink): boolean;
  end(): Promise<void>;
}

/** @throws BaiupError `run.unknown`, `run.damaged`, `run.unreadable` */
export async function openRunFeed(
  site: Pick<Site, 'reader' | 'standing' | 'linesOf'>,
  run: string,
): Promise<RunFeed> {
  const sinks = new Set<Sink>();
  const leaving = new AbortController();
  const reader = await site.reader(run);
  let gone: string | undefined;
  let standing = '';
  let lines = '';
  let snapshotAt: { readonly id: string; readonly frames: string } | undefined;

  const tell = (frames: string): void => {
    for (const sink of sinks) sink.send(frames);
  };
  const standingFrame = (): string => {
    const now: StandingNow = site.standing(watch.snapshot()?.head, watch.driver());
    return frame('standing', harmlessJson(now));
  };
  const tellStanding = (): void => {
    const now = standingFrame();
    if (now !== standing) tell(now);
    standing = now;
  };
  const snapshotFrame = (): string => {
    const id = idOf(watch.place());
    if (snapshotAt?.id === id) return snapshotAt.frames;
    const draft = watch.snapshot();
    if (!draft) return '';
    const data: Snapshot = { run: reader.name, seq: watch.place().seq, draft };
    snapshotAt = { id, frames: frame('snapshot', harmlessJson(data), id) };
    return snapshotAt.frames;
  };
  const deltaFrame = (events: Delta, place: Place): string =>
    frame('events', harmlessJson(events), idOf(place));

  const hear = (news: News): void => {
    switch (news.kind) {
      case 'events':
        // A run that begins while it is watched: nobody has a snapshot to go on from.
        tell(news.events.length === news.place.seq ? snapshotFrame() : deltaFrame(news.events, news.place));
        tellStanding();
        break;
      case 'anew':
        snapshotAt = undefined;
        tell(snapshotFrame());
        tellStanding();
        break;
      case 'driver':
        tellStanding();
        break;
      case 'gone':
        gone = goneFrame(news.why);
        tell(gone);
        break;
      default:
        news satisfies never;
    }
  };

  const watch: RunWatch = await watchRun(reader, hear, leaving.signal);
  standing = standingFrame();

  return {
    join: (sink, after) => {
      sinks.add(sink);
      const place = placeOf(after);
      const since = place && watch.since(place);
      if (since === undefined) sink.send(snapshotFrame());
      else if (since.length > 0) sink.send(deltaFrame(since, watch.place()));
      sink.send(standingFrame());
      if (lines !== '') sink.send(lines);
      if (gone !== undefined) sink.send(gone);
    },
    lookAtLines: async () => {
      const now = frame('lines', harmlessJson(await site.linesOf(reader)));
      if (now !== lines) tell(now);
      lines = now;
    },
    leave: (sink) => {
      sinks.delete(sink);
      return sinks.size > 0;
    },
    end: async () => {
      leaving.abort();
      await watch.ended;
    },
  };
}
