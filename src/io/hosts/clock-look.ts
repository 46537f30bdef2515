import type { HostLook } from './host-look.ts';

/** A moment by a host's clock, in seconds since the epoch; undefined where its `date` cannot tell. */
export const clockLook: HostLook<number | undefined> = {
  script: 'date +%s.%N',
  parse: (printed) => {
    // A `date` that knows no nanoseconds prints an N.
    const seconds = Number.parseFloat(printed);
    return Number.isFinite(seconds) ? seconds : undefined;
  },
};

/** When a question was asked and answered by our clock, and begun and ended by the host's; all in seconds. */
interface Asked {
  readonly sent: number;
  readonly begun: number;
  readonly ended: number;
  readonly heard: number;
}

/** How far a host's clock is ahead of ours: its time for the question lies somewhere within ours. */
export function clockAhead({ sent, begun, ended, heard }: Asked): { ahead: number; within: number } {
  const way = Math.max(0, heard - sent - (ended - begun)) / 2;
  return { ahead: begun - (sent + way), within: way };
}
