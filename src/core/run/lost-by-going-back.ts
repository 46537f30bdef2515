import type { Plan } from '../plan/plan.ts';
import { walkPlan } from '../plan/walk.ts';
import type { RunView } from './view.ts';

/** What a rollback of a run takes with it. */
export interface LostByGoingBack {
  /** Whether database and etcd are put back to what was captured. */
  readonly restores: boolean;
  /** When service had returned after that, ISO 8601: what was written since is lost; undefined while it has not. */
  readonly since?: string;
}

/** What was written after the first hop that changed database or etcd had its service back. */
export function lostByGoingBack(plan: Plan, { steps }: Pick<RunView, 'steps'>): LostByGoingBack {
  const touched = new Set(steps.filter(({ state }) => state !== 'undone').map(({ step }) => step));
  const first = walkPlan(plan).find(({ step }) => step.kind === 'schema.migrate' && touched.has(step.id));
  if (!first) return { restores: false };
  const starts = steps.filter(
    ({ hop, service, state }) => hop === first.hop && service === 'starting' && state === 'done',
  );
  const ends = starts.map(({ started = '', seconds = 0 }) => Date.parse(started) + seconds * 1000);
  const since = Math.min(...ends);
  return { restores: true, ...(Number.isFinite(since) ? { since: new Date(since).toISOString() } : {}) };
}
