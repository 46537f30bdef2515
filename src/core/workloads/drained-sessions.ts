import type { LiveSession } from '../cluster/live-session.ts';
import { sessionStage } from './session-stage.ts';

/** Whether a session is in the way of a stop: it runs, or is on its way up or down. */
export const isUnderWay = ({ status }: LiveSession): boolean => {
  const stage = sessionStage(status);
  return stage === 'running' || stage === 'moving';
};

/** Whether it serves an endpoint: managers end it by themselves once that should have none. */
export const isOfEndpoint = ({ kind }: LiveSession): boolean => kind === 'inference';

/** "train of ana@example.com (batch, RUNNING on i-a1)" */
export function sessionText({ name, owner, accessKey, kind, status, agents }: LiveSession): string {
  const where = agents.length > 0 ? ` on ${agents.join(', ')}` : '';
  return `${name} of ${owner ?? accessKey} (${kind === undefined ? '' : `${kind}, `}${status}${where})`;
}
