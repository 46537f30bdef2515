import { durationText } from '../../lib/duration.ts';
import { type Drain, type DrainPolicy, policyFor } from './drain.ts';
import type { Session } from './session.ts';
import { sessionStage } from './session-stage.ts';

/** What an upgrade comes to for a session. Names are for scripts; sentences are for its owner. */
export interface Fate {
  readonly name: 'waits' | 'at-risk' | 'must-end' | 'may-end' | 'is-ended' | 'is-restarted';
  readonly text: string;
}

const waits: Fate = { name: 'waits', text: 'it waits until the upgrade is over' };
const atRisk: Fate = {
  name: 'at-risk',
  text: 'it is not ended, but cannot be reached while services are away, and may end',
};
const restarted: Fate = {
  name: 'is-restarted',
  text: 'it is ended, and its service has new ones after the upgrade',
};

function atDeadline(policy: DrainPolicy, seconds: number): Fate {
  const time = durationText(seconds);
  switch (policy) {
    case 'wait':
      return {
        name: 'must-end',
        text: `it has to end by itself within ${time}: as long as it runs, there is no upgrade`,
      };
    case 'ask':
      return { name: 'may-end', text: `it may be ended, if it has not ended by itself within ${time}` };
    case 'end':
    case 'force':
      return { name: 'is-ended', text: `it is ended, if it has not ended by itself within ${time}` };
    case 'give-up':
      return atRisk;
    default:
      return policy satisfies never;
  }
}

/** What becomes of a session by the drain of a plan, counted from the moment that the run begins to drain. */
export function fateOf(session: Pick<Session, 'status' | 'kind' | 'label'>, drain: Drain | undefined): Fate {
  if (sessionStage(session.status) === 'waiting') return waits;
  if (!drain) return atRisk;
  const isOfEndpoint = session.kind === 'inference';
  const rests = drain.policy !== 'give-up' && drain.kinds?.['inference'] !== 'give-up';
  if (isOfEndpoint) return rests ? restarted : atRisk;
  return atDeadline(policyFor(drain, session), drain.seconds);
}
