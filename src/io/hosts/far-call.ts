import type { Frame, FrameHeader } from './far-frames.ts';

/** Bytes of one stream that may be under way before the other side says what it took: as in `far/frames.py`. */
const credit = 1 << 20;
const portion = 1 << 16;

/** What came of a request. */
export interface FarAnswer {
  readonly ok: unknown;
  readonly body: Uint8Array;
}

/** What a request that was not done answers. */
export class FarFailure extends Error {
  readonly code: string;
  readonly told: FrameHeader;

  constructor(told: FrameHeader) {
    super(String(told['message']));
    this.code = String(told['code']);
    this.told = told;
  }
}

export interface FarListener {
  /** A part of stream 1 or 2; the next ones come once enough of them were taken. */
  out?(stream: number, data: Uint8Array): void | Promise<void>;
  /** What it tells before its end. */
  news?(header: FrameHeader): void;
}

/** A request that is under way: streams both ways, with no more on the way than the other side can take. */
export class FarCall {
  readonly done: Promise<FarAnswer>;
  readonly #send: (more: FrameHeader, body?: Uint8Array) => void;
  readonly #listener: FarListener;
  readonly #settle = Promise.withResolvers<FarAnswer>();
  #taking: Promise<void> = Promise.resolve();
  #underWay = 0;
  #room: PromiseWithResolvers<void> | undefined;

  constructor(send: (more: FrameHeader, body?: Uint8Array) => void, listener: FarListener) {
    this.#send = send;
    this.#listener = listener;
    this.done = this.#settle.promise;
    this.done.catch(() => this.#room?.resolve());
  }

  /** Takes a frame. @returns whether it was the last */
  hear({ header, body }: Frame): boolean {
    if ('ok' in header) {
      // What it said before its end is taken before.
      void this.#taking.then(() => this.#settle.resolve({ ok: header['ok'], body }));
      this.#room?.resolve();
      return true;
    }
    if ('failed' in header) {
      this.fail(new FarFailure(header['failed'] as FrameHeader));
      return true;
    }
    if ('out' in header) this.#take(Number(header['out']), body);
    else if ('ack' in header) this.#acknowledged(Number(header['ack']));
    else this.#listener.news?.(header);
    return false;
  }

  fail(error: unknown): void {
    this.#settle.reject(error);
  }

  /** Tells it a part, once there is room for it under way. */
  async tell(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length; at += portion) {
      const part = data.subarray(at, at + portion);
      while (this.#underWay > credit) {
        this.#room = Promise.withResolvers();
        await Promise.race([this.#room.promise, this.done]);
      }
      this.#underWay += part.length;
      this.#send({}, part);
    }
  }

  /** Nothing more is told. */
  end(last: FrameHeader = {}): void {
    this.#send({ end: true, ...last });
  }

  /** Cuts it; a program gets this signal. */
  cut(signal: number): void {
    this.#send({ cut: signal });
  }

  #take(stream: number, data: Uint8Array): void {
    this.#taking = this.#taking.then(async () => {
      await this.#listener.out?.(stream, data);
      this.#send({ ack: data.length });
    });
    this.#taking.catch((error: unknown) => this.fail(error));
  }

  #acknowledged(count: number): void {
    this.#underWay -= count;
    this.#room?.resolve();
  }
}
