import { setTimeout as delay } from 'node:timers/promises';
import { type AnnouncedWindow, isOfUpgrade } from '../../core/cluster/announced-window.ts';
import { heldBy } from '../../core/cluster/lock.ts';
import { lockedError } from '../../core/cluster/locked-error.ts';
import { isPutOff } from '../../core/plan/announce-times.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { foreseenNow } from '../../core/plan/with-prediction.ts';
import { announcementText } from '../../core/run/announcement-text.ts';
import { BaiupError, exitCode, usageError } from '../../lib/errors.ts';
import { parseTime } from '../../lib/parse-time.ts';
import { sameCluster } from '../engine/drive.ts';
import { operator } from '../engine/operator.ts';
import { type Awaited, awaitWindow, type WindowToAwait } from '../live/await-window.ts';
import { tellWindow, type WindowTelling } from '../live/tell-window.ts';
import { knownTimes } from '../records/known-times.ts';
import { readPlan } from '../records/read-plan.ts';
import { refuseOtherWindow } from '../records/refuse-other-window.ts';
import { windowAnnouncement } from '../records/window-announcement.ts';
import type { GivenBack } from '../steps/announcement.ts';
import { announcementNote } from '../steps/announcement-note.ts';
import { contextConfigStore } from '../wiring/context-configstore.ts';
import { type Cluster, openCluster } from '../wiring/open-cluster.ts';

const longestAheadMs = 366 * 24 * 3600_000;

/** How a window is announced and waited for. */
export interface WindowRequest
  extends Pick<WindowToAwait, 'before' | 'onWait' | 'onTold' | 'onMoved' | 'onTrouble' | 'signal'> {
  readonly planFile: string;
  readonly clusterFile: string | undefined;
  /** Whether another's window may be moved or replaced. */
  readonly takesOver: boolean;
}

/** The window of a plan on its cluster. */
export interface PlannedWindow {
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
  withdraw(): Promise<GivenBack>;
  /** Withdraws it where it is this plan's. */
  drop(): Promise<void>;
}

/** What users read at a moment, by what is known of the plan by then. */
const textsOf =
  ({ inventory }: Cluster, plan: Plan): WindowToAwait['textOf'] =>
  async (moment, { at }) => {
    const { cluster, from, to } = plan;
    const { predicted, predictedRange } = foreseenNow(plan, await knownTimes(plan)).downtime;
    const facts = { cluster, from, to, now: Date.now(), window: Date.parse(at), predicted, predictedRange };
    return announcementText(moment, facts, inventory.announcement);
  };

/** @throws BaiupError `window.past`, `window.too-far` (both exit 64) */
function refuseTime(at: number, typed: string, isKnown: boolean): void {
  const now = Date.now();
  const when = new Date(at).toISOString();
  if (at > now + longestAheadMs) throw usageError('window.too-far', `--at ${typed} is more than a year away`);
  if (at > now || (isKnown && !isPutOff({ at: when }, now))) return;
  throw usageError('window.past', `--at ${typed} has passed: it is ${when}`, 'choose a later time with --at');
}

function changed({ at }: AnnouncedWindow, now: AnnouncedWindow | undefined): BaiupError {
  const why = now
    ? `${now.who} has changed it meanwhile: ${now.from} → ${now.to} at ${now.at}`
    : 'it is gone';
  return new BaiupError('window.changed', `the window at ${at} no longer stands: ${why}`, {
    exit: exitCode.refused,
    left: 'no run has begun',
    hint: 'baiup apply PLAN --at TIME waits for another time',
  });
}

/** Opens the window of a plan. @throws BaiupError `plan.*`, `cluster.*` */
export async function plannedWindow(request: WindowRequest): Promise<PlannedWindow> {
  const { planFile, clusterFile, takesOver, ...how } = request;
  const plan = await readPlan(planFile);
  const cluster = await openCluster(clusterFile);
  sameCluster(cluster, plan.cluster, planFile);
  const announcement = windowAnnouncement(contextConfigStore(cluster.store));
  const ends = { from: plan.from, to: plan.to };
  const announces = walkPlan(plan).some(({ step }) => step.kind === announcementNote.kind);
  const held = async () => heldBy({ lock: (await cluster.lock.find())?.lock });
  const refuseBusy = async (): Promise<void> => {
    const by = await held();
    if (by) throw lockedError(by);
  };
  const telling: WindowTelling = {
    ...{ announcement, announces, textOf: textsOf(cluster, plan), onTold: how.onTold, now: Date.now },
    isBusy: async () => (await held()) !== undefined,
  };
  const own = async (): Promise<AnnouncedWindow | undefined> => {
    const known = await announcement.read();
    return known && isOfUpgrade(known, ends) ? known : undefined;
  };
  const judged = async (typed: string) => {
    const time = parseTime(typed, cluster.inventory.announcement?.zone ?? 'UTC');
    const upgrade = { ...ends, at: new Date(time).toISOString(), who: operator() };
    const known = await announcement.read();
    refuseTime(time, typed, (await own())?.at === upgrade.at);
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
      if (!window) return { kind: 'none' };
      const sleep = async (ms: number): Promise<void> => {
        await delay(ms, undefined, { signal: how.signal }).catch(() => undefined);
      };
      return awaitWindow(window, { ...how, ...telling, ends, until, sleep });
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
