import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/** Where text goes: writing never throws and never blocks, whatever becomes of whoever reads it. */
export interface Outlet {
  readonly isTTY: boolean;
  readonly columns: number;
  readonly write: (text: string) => void;
  readonly getColorDepth: () => number;
  /** Whether somebody has yet to take what was written. */
  readonly isBehind: () => boolean;
  /** Resolves once all is taken, or nobody is left to take it. */
  readonly drained: () => Promise<void>;
  /** Why nothing can be written any more. */
  readonly lost: () => NodeJS.ErrnoException | undefined;
}

const retryMs = 50;
const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;

/** Writes to a descriptor piece by piece; where a terminal has stopped its output, it tries again in a moment. */
function descriptorStream(descriptor: number): Writable {
  const writeAll = async (rest: Buffer): Promise<void> => {
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(descriptor, rest));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        await delay(retryMs);
      }
    }
  };
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      writeAll(chunk).then(() => done(), done);
    },
  });
}

/** A terminal opened anew, because Node.js writes to one blocking: Ctrl-S, or a window that hangs, would stop a run. */
function terminalStream(stream: NodeJS.WriteStream & { readonly fd: number }): Writable {
  try {
    return descriptorStream(openSync(`/proc/self/fd/${stream.fd}`, O_WRONLY | O_NONBLOCK | O_NOCTTY));
  } catch {
    // Another user's terminal, after `su`.
    return stream;
  }
}

/** Pipes and sockets do not block in Node.js; terminals do, and a file that cannot take more throws. */
function unblocked(stream: NodeJS.WriteStream & { readonly fd: number }): Writable {
  if (stream.isTTY) return terminalStream(stream);
  const kind = fstatSync(stream.fd);
  return kind.isFIFO() || kind.isSocket() ? stream : descriptorStream(stream.fd);
}

/** @param onLost called once, when nothing can be written any more */
export function openOutlet(
  stream: NodeJS.WriteStream & { readonly fd: number },
  onLost: (error: NodeJS.ErrnoException) => void,
): Outlet {
  const out = unblocked(stream);
  let lost: NodeJS.ErrnoException | undefined;
  let tellLost = (): void => undefined;
  const isLost = new Promise<void>((resolve) => {
    tellLost = resolve;
  });
  const lose = (error: NodeJS.ErrnoException): void => {
    if (lost) return;
    lost = error;
    tellLost();
    onLost(error);
  };
  out.on('error', lose);
  if (out !== stream) stream.on('error', lose);
  return {
    isTTY: stream.isTTY ?? false,
    columns: stream.columns ?? 100,
    write: (text) => {
      if (!lost) out.write(text);
    },
    getColorDepth: () => (stream.isTTY ? stream.getColorDepth() : 1),
    isBehind: () => out.writableLength > 0,
    drained: async () => {
      if (lost) return;
      const written = new Promise<void>((resolve) => {
        out.write('', () => resolve());
      });
      await Promise.race([written, isLost]);
    },
    lost: () => lost,
  };
}
