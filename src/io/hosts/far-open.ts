import { setTimeout as delay } from 'node:timers/promises';
import { type FarChannel, type FarProcess, farChannel } from './far-channel.ts';
import type { patienceFor } from './far-patience.ts';
import { farProgram, ready } from './far-program.ts';

/** A far end that did not come to listen. */
export class NotReady extends Error {
  /** What was printed before. */
  readonly printed: string;

  constructor(why: string, printed: string) {
    super(why);
    this.printed = printed;
  }
}

/** Sends the program, and waits until it listens. What login shells print before is passed over. */
export async function openFar(
  process: FarProcess,
  timeoutMs: number,
  patience?: typeof patienceFor,
): Promise<FarChannel> {
  process.hold(true);
  process.input.on('error', () => undefined);
  process.input.write(farProgram());
  let printed = Buffer.alloc(0);
  const cut = new AbortController();
  const listens = new Promise<Buffer>((resolve) => {
    const hear = (data: Buffer): void => {
      printed = Buffer.concat([printed, data]);
      const at = printed.indexOf(ready);
      if (at < 0) return;
      process.output.off('data', hear);
      resolve(printed.subarray(at + ready.length));
    };
    process.output.on('data', hear);
  });
  try {
    const ended = process.ended.then((why) => {
      throw new NotReady(why, printed.toString());
    });
    const late = delay(timeoutMs, undefined, { signal: cut.signal, ref: false }).then(() => {
      throw new NotReady(`it did not answer within ${timeoutMs / 1000} s`, printed.toString());
    });
    late.catch(() => undefined);
    return farChannel(process, await Promise.race([listens, ended, late]), patience);
  } catch (error) {
    process.kill();
    throw error;
  } finally {
    cut.abort();
  }
}
