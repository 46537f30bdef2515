import type { Duplex } from 'node:stream';

/** What the driver asks of a socket, and a stream that goes through a host does not have. */
const done = (): void => undefined;

/** A stream that is connected already, as the driver takes one: a socket that it connects by itself. */
export function asSocket<T extends Duplex>(stream: T): T {
  const missing = ['setNoDelay', 'setKeepAlive', 'ref', 'unref'].filter((name) => !(name in stream));
  return Object.assign(stream, Object.fromEntries(missing.map((name) => [name, done])), {
    connect: () => process.nextTick(() => stream.emit('connect')),
  });
}
