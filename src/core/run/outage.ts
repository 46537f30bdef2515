/** When a hop leaves the cluster without full service, in milliseconds since the epoch, and how long it did. */
export interface Outage {
  /** When the first service was asked to stop, while not all answer again. */
  readonly from?: number | undefined;
  /** When a service answered again last, since `from`. */
  readonly to?: number | undefined;
  /** Milliseconds that the hop took, or the hop and its way back where it failed. */
  readonly took?: number | undefined;
  /** Milliseconds that going back took later, once the hop had ended well. */
  readonly back?: number | undefined;
}

/** A service is asked to stop. The first one opens the outage. */
export const stopped = (outage: Outage, at: number): Outage => ({ ...outage, from: outage.from ?? at });

/** A service that answered is stopped, or found so: all that answered before is no end of it. */
export const stoppedAgain = ({ to: _before, ...outage }: Outage, at: number): Outage => stopped(outage, at);

/** All services answer by then, if it is not known since when. */
export const upBy = (outage: Outage, at: number): Outage => ({ ...outage, to: outage.to ?? at });

/** A service answers again; others may have to follow. */
export const answered = (outage: Outage, at: number): Outage => ({ ...outage, to: at });

/** All services answer again. */
export function ended({ from, to, took, back = 0 }: Outage): Outage {
  if (from === undefined || to === undefined) return { took, back };
  return took === undefined ? { took: to - from, back } : { took, back: back + to - from };
}
