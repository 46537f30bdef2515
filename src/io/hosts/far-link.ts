import { setTimeout as delay } from 'node:timers/promises';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { waiting } from '../../lib/waiting.ts';
import { FarFailure } from './far-call.ts';
import { ChannelCut, type FarChannel } from './far-channel.ts';
import type { HostFacts } from './port.ts';

/** What the far end says of itself at first. */
export interface FarFacts extends HostFacts {
  /** A folder of our own there, which goes when we do. */
  readonly own: string;
  /** Which connection of its session it is. */
  readonly connection: number;
}

/** A channel that is open, with what its far end said of itself. */
export interface OpenFar {
  readonly channel: FarChannel;
  readonly facts: FarFacts;
}

export interface LinkOptions {
  readonly host: string;
  /** Connects. @throws BaiupError that says why not */
  readonly open: () => Promise<FarChannel>;
  /** Names us to the far end, also after a loss; unique in the world. */
  readonly session: string;
  /** Milliseconds after which a host that was reached before is lost. */
  readonly lostAfterMs: number;
  /** Milliseconds until the second try after a loss; twice as many before each further one. */
  readonly againMs?: number;
}

/** The way to a host: opened when it is first needed, kept, and opened again after a loss. */
export interface FarLink {
  readonly host: string;
  /** @throws BaiupError `host.lost`; before it was ever reached, what `open` says */
  opened(): Promise<OpenFar>;
  /** Does something that changes nothing: it is done again where a loss cut it. @throws BaiupError after many losses */
  reading<T>(act: (far: OpenFar) => Promise<T>): Promise<T>;
  /** Does something that may change what is there. @throws BaiupError `host.connection-lost` where a loss cut it */
  changing<T>(act: (far: OpenFar) => Promise<T>): Promise<T>;
  /** From now on it counts as reached before: a run that has begun waits for its hosts. */
  expect(): void;
  close(): void;
}

/** Codes that no patience helps against; the last two do not while it was never reached by us. */
const forGood = ['host.key-changed', 'host.key-unknown', 'host.no-python'];
const forGoodAtFirst = [...forGood, 'host.ssh-denied', 'host.name-unknown'];
const longestMs = 10_000;

/** So often in a row something that changes nothing may be cut: it may be what the far end does not survive. */
const mostCuts = 8;

export function connectionLost(host: string, cause: unknown): BaiupError {
  return new BaiupError('host.connection-lost', `the connection to ${host} was lost: ${messageOf(cause)}`, {
    hint: 'baiup looks at what came of the command, and goes on once the connection is back',
    cause,
  });
}

function noBeginning(host: string, { message }: FarFailure): BaiupError {
  return new BaiupError('host.refused', `baiup cannot begin on ${host}: ${message}`, {
    hint: `make that right on ${host}, then type the command again`,
    left: 'nothing was changed on it by this command',
  });
}

function hostLost(host: string, lostAfterMs: number, cause: unknown): BaiupError {
  const minutes = Math.round(lostAfterMs / 6000) / 10;
  return new BaiupError(
    'host.lost',
    `${host} has not come back within ${minutes} minutes: ${messageOf(cause)}`,
    { hint: `look at ${host}: is it on, and does it answer by SSH?`, cause },
  );
}

export function farLink({ host, open, session, lostAfterMs, againMs = 500 }: LinkOptions): FarLink {
  let current: Promise<OpenFar> | undefined;
  let wasReached = false;
  let connections = 0;

  const reach = async (): Promise<OpenFar> => {
    const channel = await open();
    connections += 1;
    const hello = {
      do: 'hello',
      session,
      connection: connections,
      linger: Math.round(lostAfterMs / 1000) + 60,
    };
    const { ok } = await channel.call(hello).done.catch((error: unknown) => {
      channel.close();
      throw error instanceof FarFailure ? noBeginning(host, error) : error;
    });
    wasReached = true;
    return { channel, facts: ok as FarFacts };
  };

  const reachAgain = async (): Promise<OpenFar> => {
    const until = performance.now() + lostAfterMs;
    let trouble: unknown;
    const what = `${host} to be reached again`;
    const why = () => (trouble === undefined ? undefined : messageOf(trouble));
    return waiting({ what, timeoutMs: lostAfterMs, trouble: why }, async () => {
      for (let pause = againMs; ; pause = Math.min(2 * pause, longestMs)) {
        try {
          return await reach();
        } catch (error) {
          trouble = error;
          const final = connections === 0 ? forGoodAtFirst : forGood;
          if (error instanceof BaiupError && final.includes(error.code)) throw error;
          // Whoever asks next tries afresh, once.
          if (performance.now() + pause > until) {
            wasReached = false;
            throw hostLost(host, lostAfterMs, error);
          }
        }
        await delay(pause);
      }
    });
  };

  const opened = (): Promise<OpenFar> => {
    if (current) return current;
    const mine = wasReached ? reachAgain() : reach();
    current = mine;
    const forget = (): void => {
      if (current === mine) current = undefined;
    };
    mine.then(({ channel }) => void channel.closed.then(forget), forget);
    return mine;
  };

  /** The channel that is open now: one that was lost a moment ago is not. */
  const live = async (): Promise<OpenFar> => {
    for (;;) {
      const far = await opened();
      if (far.channel.isOpen()) return far;
      await far.channel.closed;
    }
  };

  return {
    host,
    opened: live,
    reading: async (act) => {
      for (let cuts = 1; ; cuts += 1) {
        const far = await live();
        try {
          return await act(far);
        } catch (error) {
          if (!(error instanceof ChannelCut)) throw error;
          if (cuts === mostCuts) throw connectionLost(host, error);
        }
      }
    },
    changing: async (act) => {
      const far = await live();
      try {
        return await act(far);
      } catch (error) {
        throw error instanceof ChannelCut ? connectionLost(host, error) : error;
      }
    },
    expect: () => {
      wasReached = true;
    },
    close: () => {
      void current?.then(({ channel }) => channel.close()).catch(() => undefined);
      current = undefined;
    },
  };
}
