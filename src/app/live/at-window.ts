import type { AnnouncedWindow } from '../../core/cluster/announced-window.ts';
import type { Awaited } from './await-window.ts';

/** What is done around a window, in the order in which it is asked. */
export interface AtWindow<Applied> {
  /** Goes on with a run of the plan that is unfinished; undefined where there is none. */
  readonly goOn: () => Promise<Applied | undefined>;
  /** Refuses by throwing what could not begin now; undefined where there is something to do. */
  readonly judge: () => Promise<Applied | undefined>;
  readonly wait: () => Promise<Awaited>;
  readonly begin: (window: AnnouncedWindow) => Promise<Applied>;
  /** Whether a run of the plan exists that can go on. */
  readonly hasBegun: () => Promise<boolean>;
  /** Has users read that it is put off. */
  readonly putOff: (window: AnnouncedWindow) => Promise<void>;
}

export type AppliedAt<Applied> =
  | { readonly kind: 'applied'; readonly applied: Applied }
  | { readonly kind: 'waited'; readonly awaited: Awaited };

/**
 * Carries a plan out at the time that was agreed. What could not begin is refused before anybody is told of it, and
 * again at that time: users are told then that it is put off. A run that has begun goes on without waiting.
 */
export async function atWindow<Applied>(its: AtWindow<Applied>): Promise<AppliedAt<Applied>> {
  const earlier = (await its.goOn()) ?? (await its.judge());
  if (earlier !== undefined) return { kind: 'applied', applied: earlier };
  const awaited = await its.wait();
  if (awaited.kind !== 'begins') return { kind: 'waited', awaited };
  try {
    return { kind: 'applied', applied: await its.begin(awaited.window) };
  } catch (error) {
    // Why it was refused is said in any case.
    if (!(await its.hasBegun().catch(() => true))) await its.putOff(awaited.window).catch(() => undefined);
    throw error;
  }
}
