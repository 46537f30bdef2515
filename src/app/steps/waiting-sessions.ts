import type { LiveSession } from '../../core/cluster/live-session.ts';
import { sessionStage } from '../../core/workloads/session-stage.ts';
import type { StepContext } from './context.ts';
import type { NotedIntake } from './noted-intake.ts';

type Waiting = NonNullable<NotedIntake['waiting']>;

/** The sessions that wait for a place, as they are noted. */
export function waitingOf(sessions: readonly LiveSession[]): Waiting {
  return sessions
    .filter(({ status }) => sessionStage(status) === 'waiting')
    .map(({ id, name, owner }) => ({ id, name, ...(owner === undefined ? {} : { owner }) }));
}

/**
 * Sessions that waited before the drain, and neither wait nor run now, for their owners: where a resource group has a
 * time limit for waiting, managers cancel them while no agent takes any.
 */
export async function lostWhileWaiting(
  { waiting = [] }: NotedIntake,
  { database }: Pick<StepContext, 'database'>,
): Promise<{ readonly lost?: Waiting }> {
  if (waiting.length === 0) return {};
  const now = new Set((await database.sessions()).map(({ id }) => id));
  const lost = waiting.filter(({ id }) => !now.has(id));
  return lost.length > 0 ? { lost } : {};
}
