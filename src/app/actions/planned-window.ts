import { setTimeout as delay } from 'node:timers/promises';
import { heldBy } from '../../core/cluster/lock.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { foreseenNow } from '../../core/plan/with-prediction.ts';
import { announcementText } from '../../core/run/announcement-text.ts';
import { sameCluster } from '../engine/drive.ts';
import { operator } from '../engine/operator.ts';
import { type PlanWindow, planWindow, type WindowGround } from '../live/plan-window.ts';
import { knownTimes } from '../records/known-times.ts';
import { readPlan } from '../records/read-plan.ts';
import { windowAnnouncement } from '../records/window-announcement.ts';
import { announcementNote } from '../steps/announcement-note.ts';
import { contextConfigStore } from '../wiring/context-configstore.ts';
import { type Cluster, openCluster } from '../wiring/open-cluster.ts';

/** How a window is announced and waited for. */
export interface WindowRequest
  extends Pick<
    WindowGround,
    'before' | 'takesOver' | 'onWait' | 'onTold' | 'onMoved' | 'onTrouble' | 'signal'
  > {
  readonly planFile: string;
  readonly clusterFile: string | undefined;
}

/** What users read at a moment, by what is known of the plan by then. */
const textsOf =
  ({ inventory }: Cluster, plan: Plan): WindowGround['textOf'] =>
  async (moment, { at }) => {
    const { cluster, from, to } = plan;
    const { predicted, predictedRange } = foreseenNow(plan, await knownTimes(plan)).downtime;
    const facts = { cluster, from, to, now: Date.now(), window: Date.parse(at), predicted, predictedRange };
    return announcementText(moment, facts, inventory.announcement);
  };

/** Opens the window of a plan. @throws BaiupError `plan.*`, `cluster.*` */
export async function plannedWindow({ planFile, clusterFile, ...how }: WindowRequest): Promise<PlanWindow> {
  const plan = await readPlan(planFile);
  const cluster = await openCluster(clusterFile);
  sameCluster(cluster, plan.cluster, planFile);
  return planWindow({
    ...how,
    announcement: windowAnnouncement(contextConfigStore(cluster.store)),
    announces: walkPlan(plan).some(({ step }) => step.kind === announcementNote.kind),
    ends: { from: plan.from, to: plan.to },
    zone: cluster.inventory.announcement?.zone ?? 'UTC',
    who: operator(),
    held: async () => heldBy({ lock: (await cluster.lock.find())?.lock }),
    textOf: textsOf(cluster, plan),
    now: Date.now,
    sleep: async (ms) => {
      await delay(ms, undefined, { signal: how.signal }).catch(() => undefined);
    },
  });
}
