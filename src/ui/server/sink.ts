/** One reader of server-sent events. */
export interface Sink {
  /** @param frames whole events, as they go over the wire */
  send(frames: string): void;
  end(): void;
}

const retryMs = 1000;
/** Bytes that a reader may be behind; a snapshot may be larger, as long as all before it was taken. */
const mostBehind = 4_000_000;

/** An event as it goes over the wire. @param data JSON in one line */
export function frame(event: string, data: string, id?: string): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`;
}

/**
 * The answer to one reader. One that does not take what it is sent is let go: it comes again, and goes on from the id of
 * the last event that it has.
 * @param onEnd called once, when the reader is gone
 */
export function eventStream(onEnd: () => void): { readonly sink: Sink; readonly answer: Response } {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  const end = (): void => {
    if (!controller) return;
    controller = undefined;
    onEnd();
  };
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start: (given) => {
        controller = given;
        given.enqueue(encoder.encode(`retry: ${retryMs}\n\n`));
      },
      cancel: end,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: mostBehind }),
  );
  const close = (): void => {
    const open = controller;
    end();
    open?.close();
  };
  const sink: Sink = {
    send: (frames) => {
      if (controller && (controller.desiredSize ?? 0) <= 0) close();
      controller?.enqueue(encoder.encode(frames));
    },
    end: close,
  };
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Proxies that keep answers back until they are whole.
    'x-accel-buffering': 'no',
  };
  return { sink, answer: new Response(stream, { headers }) };
}
