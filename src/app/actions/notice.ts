import type { Plan } from '../../core/plan/plan.ts';
import { foreseenNow } from '../../core/plan/with-prediction.ts';
import { announcedValues } from '../../core/run/announced-values.ts';
import type { MailFacts } from '../../core/workloads/mail-to.ts';
import { type Person, peopleOf } from '../../core/workloads/person.ts';
import { gather } from '../../lib/gather.ts';
import { parseTime } from '../../lib/parse-time.ts';
import { seeWorkloads, type WorkloadsFrom, type WorkloadsSeen } from '../discovery/see-workloads.ts';
import { sameCluster } from '../engine/drive.ts';
import { knownTimes } from '../records/known-times.ts';
import { readPlan } from '../records/read-plan.ts';
import { openCluster } from '../wiring/open-cluster.ts';

interface NoticeRequest {
  readonly planFile: string;
  readonly clusterFile: string | undefined;
  /** When the run is to begin, as it was typed; the announced time unless told. */
  readonly at: string | undefined;
  /** The one place that is asked; the API, or else the database, unless told. */
  readonly from: WorkloadsFrom | undefined;
  readonly signal: AbortSignal;
}

/** Whom an upgrade concerns, with what they have. */
export interface NoticeAnswer extends Pick<WorkloadsSeen, 'from' | 'why'> {
  readonly plan: Plan;
  readonly people: readonly Person[];
  readonly facts: MailFacts;
  /** Milliseconds since the epoch: when it was so. */
  readonly seen: number;
}

/** Who has what on a cluster that a plan is for; nothing is changed. @throws BaiupError those of `workloads`, `time.*` */
export async function notice(request: NoticeRequest): Promise<NoticeAnswer> {
  const plan = await readPlan(request.planFile);
  const { inventory, readers, store, file } = await openCluster(request.clusterFile);
  sameCluster({ inventory, file }, plan.cluster, request.planFile);
  const zone = inventory.announcement?.zone ?? 'UTC';
  const { cluster, from, to } = plan;
  const known = request.at === undefined ? (await store.windows.read())?.window : undefined;
  const announced = known?.from === from && known.to === to ? Date.parse(known.at) : undefined;
  const window = request.at === undefined ? announced : parseTime(request.at, zone);
  const { predicted, predictedRange } = foreseenNow(plan, await knownTimes(plan)).downtime;
  const now = readers.now();
  const facts = announcedValues({ cluster, from, to, now, window, predicted, predictedRange }, zone);
  const seen = await seeWorkloads(readers.workloads, request.from, request.signal);
  try {
    const people = peopleOf(await gather(seen.sessions()), seen.endpoints);
    return { plan, people, facts, seen: now, from: seen.from, ...(seen.why ? { why: seen.why } : {}) };
  } finally {
    await seen.close();
  }
}
