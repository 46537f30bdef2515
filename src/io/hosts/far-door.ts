import { BaiupError } from '../../lib/errors.ts';
import { inGroups } from '../../lib/in-groups.ts';
import { type FarAnswer, type FarCall, FarFailure, type FarListener } from './far-call.ts';
import { ChannelCut, type FarChannel } from './far-channel.ts';
import type { FrameHeader } from './far-frames.ts';
import type { FarFacts, FarLink, OpenFar } from './far-link.ts';
import { perHost } from './per-host.ts';
import type { HostTurn } from './port.ts';

/** Milliseconds that what another driver has running is waited for. */
const busyMs = 120_000;

/** One connection, as one user and in one turn. */
interface FarSide {
  readonly facts: FarFacts;
  call(header: FrameHeader, body?: Uint8Array, listener?: FarListener): FarCall;
  /** A short question; those that are asked together go over as one. */
  ask(header: FrameHeader): Promise<FarAnswer>;
}

export interface FarDoor {
  readonly host: string;
  /** Something that changes nothing; again after a loss. */
  reading<T>(act: (side: FarSide) => Promise<T>): Promise<T>;
  /** @throws BaiupError `host.connection-lost`, `host.fenced`, `host.busy` */
  changing<T>(act: (side: FarSide) => Promise<T>): Promise<T>;
}

/** Begins our program as root there. @returns what it says of itself */
export interface BecomeRoot {
  (far: OpenFar): Promise<FarFacts>;
  /** What had these facts as root has ended: whoever asks next begins it again. */
  forget(channel: FarChannel, facts: FarFacts): Promise<void>;
}

export interface DoorOptions {
  readonly becomeRoot?: BecomeRoot | undefined;
  readonly turn?: HostTurn | undefined;
}

function told(host: string, error: unknown): unknown {
  if (!(error instanceof FarFailure)) return error;
  switch (error.code) {
    case 'fenced':
      return new BaiupError(
        'host.fenced',
        `${host} refused a command: run ${String(error.told['run'])} changes it since`,
        {
          hint: `another driver has this cluster now: baiup status. If etcd was replaced, and nobody else works on it: remove ${String(error.told['path'])} on ${host}`,
          left: 'the command was not begun',
        },
      );
    case 'busy':
      return new BaiupError(
        'host.busy',
        `a command of an earlier driver has not ended on ${host}: ${error.message}`,
        {
          hint: `wait until it has ended, or end it on ${host}; then type the command again`,
          left: 'the command was not begun',
        },
      );
    case 'fence':
      return new BaiupError(
        'host.fence',
        `${host} cannot keep in a file whose turn it is to change it: ${error.message}`,
        {
          hint: `let baiup's user on ${host} write that file: is its disk full, or its home not theirs? Look there: df -h ~; ls -ld ~`,
          left: 'the command was not begun',
        },
      );
    case 'silent':
      return new BaiupError('host.silent', `${host} does what it is told no longer: ${error.message}`, {
        hint: `does a disk, or a file system of the network, hang on ${host}? Look there: uptime; df`,
      });
    case 'rootGone':
      return new ChannelCut(error.message);
    default:
      return error;
  }
}

type Entry = { readonly size: number } & ({ readonly ok: unknown } | { readonly failed: FrameHeader });

/** Asks everything that is asked at once by one frame. */
function batched(channel: FarChannel, mark: FrameHeader): (header: FrameHeader) => Promise<FarAnswer> {
  const ask = inGroups<FrameHeader, { readonly entry: Entry; readonly body: Uint8Array }>(
    async (headers) => {
      const { ok, body } = await channel.call({ do: 'batch', of: headers, ...mark }).done;
      let at = 0;
      return (ok as Entry[]).map((entry) => {
        at += entry.size;
        return { entry, body: body.subarray(at - entry.size, at) };
      });
    },
    (work) => new Promise<void>((go) => setImmediate(go)).then(work),
  );
  return async (header) => {
    const { entry, body } = await ask(header);
    if ('failed' in entry) throw new FarFailure(entry.failed);
    return { ok: entry.ok, body };
  };
}

const asUser = perHost((channel: FarChannel) => batched(channel, {}));
const asRoot = perHost((channel: FarChannel) => batched(channel, { as: 'root' }));

/** A host through its channel, as one user and in one turn. */
export function farDoor(link: FarLink, { becomeRoot, turn }: DoorOptions): FarDoor {
  const as = becomeRoot ? ({ as: 'root' } as const) : {};

  /** As the user: the fence lies in their home. */
  const takeTurn = perHost(async (channel: FarChannel): Promise<FrameHeader> => {
    const { cluster = '', series = '', run, number } = turn ?? {};
    const mine = { run, number, wait: busyMs };
    const name = `${cluster}.${series}`;
    const { ok } = await channel.call({ do: 'turn', name, of: mine }).done;
    return { turn: { ...mine, ...(ok as object) } };
  });

  const side = async ({ channel, facts }: OpenFar, isChange: boolean): Promise<FarSide> => {
    const own = becomeRoot ? await becomeRoot({ channel, facts }) : facts;
    const fence = isChange && turn ? await takeTurn(channel) : {};
    return {
      facts: own,
      call: (header, body, listener) => channel.call({ ...header, ...as, ...fence }, body, listener),
      ask: (becomeRoot ? asRoot : asUser)(channel),
    };
  };

  const on =
    (isChange: boolean) =>
    async <T>(act: (side: FarSide) => Promise<T>): Promise<T> => {
      const doIt = async (far: OpenFar): Promise<T> => {
        let its: FarSide | undefined;
        try {
          its = await side(far, isChange);
          return await act(its);
        } catch (error) {
          const isGone = error instanceof FarFailure && error.code === 'rootGone';
          if (isGone && its) await becomeRoot?.forget(far.channel, its.facts);
          throw told(link.host, error);
        }
      };
      return isChange ? link.changing(doIt) : link.reading(doIt);
    };
  return { host: link.host, reading: on(false), changing: on(true) };
}
