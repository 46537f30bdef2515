import ourselves from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { FarCall, type FarListener } from './far-call.ts';
import { type FrameHeader, frameReader, packed } from './far-frames.ts';
import { patienceFor, silentFailure } from './far-patience.ts';

/** A process at whose far end the program of `far-program.ts` runs. */
export interface FarProcess {
  readonly input: Writable;
  readonly output: Readable;
  /** When it has ended: why, for a sentence of ours. */
  readonly ended: Promise<string>;
  kill(): void;
  /** Whether this process may end while it runs. */
  hold(isHeld: boolean): void;
}

/** Milliseconds between two signs of life, and until none is a loss. */
const pingEveryMs = 10_000;
const silentAfterMs = 45_000;

/** Channels that are open: those that are there at our end are closed. */
const open = new Set<FarChannel>();

function closeAll(): void {
  for (const channel of open) channel.close();
}

/** A channel was lost while something was under way on it. */
export class ChannelCut extends Error {}

/** Many requests at once to one far end. */
export interface FarChannel {
  /** Begins a request. */
  call(header: FrameHeader, body?: Uint8Array, listener?: FarListener): FarCall;
  /** When it was lost or closed: why. */
  readonly closed: Promise<string>;
  isOpen(): boolean;
  /** Ends it for good: whatever is under way there ends, and nothing is left. */
  close(): void;
}

const sigterm = 15;

/**
 * @param process one whose far end listens already; `rest` is what it said after that
 * @param patience milliseconds that a request may take
 */
export function farChannel(process: FarProcess, rest: Buffer, patience = patienceFor): FarChannel {
  const calls = new Map<number, FarCall>();
  let last = 0;
  let heard = performance.now();
  let isOpen = true;

  const write = (data: Uint8Array): void => {
    if (isOpen) process.input.write(data);
  };
  const lose = (why: string): void => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(pings);
    for (const call of calls.values()) call.fail(new ChannelCut(why));
    calls.clear();
    process.hold(false);
    open.delete(channel);
    if (open.size === 0) ourselves.off('exit', closeAll);
  };
  const pings = setInterval(() => {
    if (performance.now() - heard > silentAfterMs) process.kill();
    else write(packed({ ping: true }));
  }, pingEveryMs);
  pings.unref();

  const forget = (id: number): void => {
    calls.delete(id);
    if (calls.size === 0) process.hold(false);
  };
  const read = frameReader((frame) => {
    const id = Number(frame.header['id']);
    if (calls.get(id)?.hear(frame)) forget(id);
  });
  /** Whatever comes of it later, nobody hears. */
  const endsWithin = (ms: number, id: number, call: FarCall, header: FrameHeader): void => {
    const late = setTimeout(() => {
      call.cut(sigterm);
      call.fail(silentFailure(header, ms));
      forget(id);
    }, ms);
    late.unref();
    const over = (): void => clearTimeout(late);
    call.done.then(over, over);
  };
  const take = (data: Buffer): void => {
    heard = performance.now();
    read(data);
  };
  process.input.on('error', () => process.kill());
  process.output.on('data', take);
  const closed = process.ended.then((why) => {
    lose(why);
    return why;
  });
  take(rest);
  process.hold(false);

  const channel: FarChannel = {
    closed,
    isOpen: () => isOpen,
    call: (header, body, listener = {}) => {
      last += 1;
      const id = last;
      const { as } = header;
      const mark = { id, ...(as === undefined ? {} : { as }) };
      const call = new FarCall((more, part) => write(packed({ ...more, ...mark }, part)), listener);
      if (!isOpen) {
        call.fail(new ChannelCut('the channel is closed'));
        return call;
      }
      calls.set(id, call);
      const ms = patience(header);
      if (ms !== undefined) endsWithin(ms, id, call, header);
      process.hold(true);
      write(packed({ ...header, id }, body));
      return call;
    },
    close: () => {
      write(packed({ bye: true }));
      lose('it was closed');
      process.input.end();
    },
  };
  if (open.size === 0) ourselves.on('exit', closeAll);
  open.add(channel);
  return channel;
}
