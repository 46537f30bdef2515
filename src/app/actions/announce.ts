import { setTimeout as delay } from 'node:timers/promises';
import { heldBy, type LockSnapshot } from '../../core/cluster/lock.ts';
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
import { knownTimes } from '../records/known-times.ts';
import { readPlan } from '../records/read-plan.ts';
import { windowAnnouncement } from '../records/window-announcement.ts';
import type { GivenBack } from '../steps/announcement.ts';
import { announcementNote } from '../steps/announcement-note.ts';
import { contextConfigStore } from '../wiring/context-configstore.ts';
import { type Cluster, openCluster } from '../wiring/open-cluster.ts';

const longestAheadMs = 366 * 24 * 3600_000;

/** How a window is announced and waited for. */
export interface WindowRequest
  extends Pick<WindowToAwait, 'before' | 'until' | 'onWait' | 'onTold' | 'onMoved' | 'onTrouble' | 'signal'> {
  readonly planFile: string;
  readonly clusterFile: string | undefined;
  /** As its operator typed it. */
  readonly at: string;
}

const announces = (plan: Plan): boolean =>
  walkPlan(plan).some(({ step }) => step.kind === announcementNote.kind);

/** Who has the cluster, if it is not left behind. */
async function busyWith({ lock }: Cluster): Promise<LockSnapshot | undefined> {
  return heldBy({ lock: (await lock.find())?.lock });
}

async function refuseBusy(cluster: Cluster): Promise<void> {
  const held = await busyWith(cluster);
  if (held) throw lockedError(held);
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

async function opened(planFile: string, clusterFile: string | undefined) {
  const plan = await readPlan(planFile);
  const cluster = await openCluster(clusterFile);
  sameCluster(cluster, plan.cluster, planFile);
  const { store } = cluster;
  return { plan, cluster, announcement: windowAnnouncement(contextConfigStore(store)) };
}

/**
 * Waits for the window of a plan, and tells users of it at set times before. The window is kept in etcd: the same
 * command goes on after a kill, another time moves it, and all who wait for it see that.
 * @param must whether a plan that announces nothing is refused
 * @throws BaiupError `time.*`, `window.*` (exit 64), `announcement.not-planned`, `cluster.locked` (exit 2)
 */
export async function waitForWindow(request: WindowRequest, must: boolean): Promise<Awaited> {
  const { planFile, clusterFile, at: typed, ...how } = request;
  const { plan, cluster, announcement } = await opened(planFile, clusterFile);
  const isTold = announces(plan);
  if (must && !isTold) {
    throw new BaiupError('announcement.not-planned', `${planFile} tells users nothing`, {
      exit: exitCode.refused,
      hint: 'write "announcement: {}" into cluster.yaml, then make the plan again',
      left: 'nothing was changed',
    });
  }
  const time = parseTime(typed, cluster.inventory.announcement?.zone ?? 'UTC');
  const at = new Date(time).toISOString();
  const { from, to } = plan;
  const known = await announcement.read();
  refuseTime(time, typed, known?.at === at && known.from === from && known.to === to);
  await refuseBusy(cluster);
  await announcement.agree({ from, to, at, who: operator() });
  const window = await announcement.read();
  if (!window) return { kind: 'gone' };
  return awaitWindow(window, {
    ...how,
    announcement,
    ends: { from, to },
    announces: isTold,
    textOf: textsOf(cluster, plan),
    isBusy: async () => (await busyWith(cluster)) !== undefined,
    now: Date.now,
    sleep: async (ms) => {
      await delay(ms, undefined, { signal: how.signal }).catch(() => undefined);
    },
  });
}

/** Takes the window of a plan back: users read again what they read before. */
export async function withdrawWindow(planFile: string, clusterFile: string | undefined): Promise<GivenBack> {
  const { cluster, announcement } = await opened(planFile, clusterFile);
  await refuseBusy(cluster);
  return announcement.withdraw();
}
