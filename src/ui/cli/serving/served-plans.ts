import { type KeptPlan, newPlanFile, openKeptPlans } from '../../../app/live/kept-plans.ts';
import { type PlanFile, watchPlan } from '../../../app/live/watch-plan.ts';
import type { PlanDocument } from '../../server/wire.ts';

interface Ground {
  readonly givenPlan: string | undefined;
  /** Of the cluster file that is served. */
  readonly clusterName: () => Promise<string | undefined>;
  /** Runs by the id of the plan that they carry out. */
  readonly carriedOut: () => Promise<ReadonlyMap<string, string>>;
}

/**
 * Which plan a server shows: the last that was made or chosen on its pages, else the one that it was begun with, else
 * the latest that an earlier server has left for this cluster and that no run has carried out.
 */
export function servedPlans({ givenPlan, clusterName, carriedOut }: Ground) {
  const kept = openKeptPlans();
  const begunWith = givenPlan === undefined ? undefined : watchPlan(givenPlan);
  /** The latest first; a plan that was refused never comes. */
  const own: ReturnType<typeof watchPlan>[] = [];

  const left = async (): Promise<PlanFile | undefined> => {
    const [all, cluster, done] = await Promise.all([kept.list(), clusterName(), carriedOut()]);
    return all.find((plan) => plan.cluster === cluster && !done.has(plan.id));
  };
  const document = ({ file: _file, ...plan }: KeptPlan, done: ReadonlyMap<string, string>): PlanDocument => ({
    ...plan,
    run: done.get(plan.id) ?? null,
  });

  return {
    now: async (): Promise<PlanFile | undefined> => {
      for (const look of own) {
        const found = await look();
        if (found) return found;
      }
      return begunWith ? begunWith() : left();
    },
    newFile: async (): Promise<string> => {
      const file = await newPlanFile(new Date());
      own.unshift(watchPlan(file));
      return file;
    },
    list: async (): Promise<PlanDocument[]> => {
      const [all, done] = await Promise.all([kept.list(), carriedOut()]);
      return all.map((plan) => document(plan, done));
    },
    serve: async (name: string): Promise<PlanDocument> => {
      const plan = await kept.named(name);
      own.unshift(watchPlan(plan.file));
      return document(plan, await carriedOut());
    },
  };
}
