import { type AnnouncedWindow, isOfUpgrade } from '../../core/cluster/announced-window.ts';
import type { LockSnapshot } from '../../core/cluster/lock.ts';
import { lockedError } from '../../core/cluster/locked-error.ts';
import { isPutOff } from '../../core/plan/announce-times.ts';
import { BaiupError, exitCode, usageError } from '../../lib/errors.ts';
import { parseTime } from '../../lib/parse-time.ts';
import { refuseOtherWindow } from '../records/refuse-other-window.ts';
import type { GivenBack } from '../steps/announcement.ts';
import { type Awaited, awaitWindow, type WindowToAwait } from './await-window.ts';
import { tellWindow } from './tell-window.ts';

const longestAheadMs = 366 * 24 * 3600_000;

/** What the window of a plan is made of. */
export interface WindowGround extends Omit<WindowToAwait, 'until' | 'isBusy'> {
  /** Of the times that are typed. */
  readonly zone: string;
  /** user@host of its operator. */
  readonly who: string;
  /** Whether another's window may be moved, replaced or withdrawn. */
  readonly takesOver: boolean;
  /** Who has the cluster, if anybody. */
  readonly held: () => Promise<LockSnapshot | undefined>;
}

/** The window of a plan on its cluster. Each time is as its operator typed it. */
export interface PlanWindow {
  readonly announces: boolean;
  /** Refuses what `agree` would. @throws BaiupError `time.*`, `window.*`, `cluster.locked` */
  judge(at: string): Promise<void>;
  /** Writes down when the run begins. */
  agree(at: string): Promise<void>;
  /** Waits for the window that is there, and tells users what is due. */
  wait(until: WindowToAwait['until']): Promise<Awaited>;
  /** @throws BaiupError `window.changed` (exit 2) where it is no longer as it was waited for */
  stands(window: AnnouncedWindow): Promise<void>;
  /** Has users read at once that no run has begun. */
  putOff(window: AnnouncedWindow): Promise<void>;
  /** @throws BaiupError `cluster.locked`, `window.of-another` (both exit 2) */
  withdraw(): Promise<GivenBack>;
  /** Withdraws it where it is this plan's. */
  drop(): Promise<void>;
}

/** @throws BaiupError `window.past`, `window.too-far` (both exit 64) */
function refuseTime(at: number, typed: string, isKnown: boolean, now: number): void {
  const when = new Date(at).toISOString();
  if (at > now + longestAheadMs) throw usageError('window.too-far', `--at ${typed} is more than a year away`);
  if (at > now || (isKnown && !isPutOff({ at: when }, now))) return;
  throw usageError('window.past', `--at ${typed} has passed: it is ${when}`, 'choose a later time with --at');
}

function changed({ at }: AnnouncedWindow, now: AnnouncedWindow | undefined): BaiupError {
  const why = now
    ? `${now.who} has changed it meanwhile: ${now.from} → ${now.to} at ${now.at}`
    : 'somebody has called it off';
  return new BaiupError('window.changed', `the window at ${at} no longer stands: ${why}`, {
    exit: exitCode.refused,
    left: 'no run has begun',
    hint: 'where that is right, nothing is to be done; else carry the plan out at another time: baiup apply PLAN --at TIME',
  });
}

export function planWindow(ground: WindowGround): PlanWindow {
  const { announcement, announces, ends, held, takesOver, who, zone, now } = ground;
  const refuseBusy = async (): Promise<void> => {
    const by = await held();
    if (by) throw lockedError(by);
  };
  const telling = { ...ground, isBusy: async () => (await held()) !== undefined };
  const own = async (): Promise<AnnouncedWindow | undefined> => {
    const known = await announcement.read();
    return known && isOfUpgrade(known, ends) ? known : undefined;
  };
  const judged = async (typed: string) => {
    const time = parseTime(typed, zone);
    const upgrade = { ...ends, at: new Date(time).toISOString(), who };
    const known = await announcement.read();
    refuseTime(time, typed, known?.at === upgrade.at && isOfUpgrade(known, ends), now());
    if (known && !takesOver) refuseOtherWindow(known, upgrade);
    await refuseBusy();
    return upgrade;
  };
  return {
    announces,
    judge: async (typed) => void (await judged(typed)),
    agree: async (typed) => void (await announcement.agree(await judged(typed), takesOver)),
    wait: async (until) => {
      const window = await own();
      return window ? awaitWindow(window, { ...telling, until }) : { kind: 'none' };
    },
    stands: async (window) => {
      const known = await announcement.read();
      if (!known || !isOfUpgrade(known, ends) || known.at !== window.at) throw changed(window, known);
    },
    putOff: async ({ at }) => {
      const window = await own();
      if (window?.at === at) await tellWindow('overdue', window, telling);
    },
    withdraw: async () => {
      await refuseBusy();
      return announcement.withdraw(ends, takesOver);
    },
    drop: async () => {
      if (await own()) await announcement.withdraw(ends);
    },
  };
}
