import { durationText } from '../../lib/duration.ts';
import { type Drain, type DrainPolicy, policyFor, restsEndpoints } from './drain.ts';
import { guardedBy } from './guarded-by.ts';
import type { Session } from './session.ts';
import { sessionStage } from './session-stage.ts';

/** What may become of a session; those that an operator has to do something about come first. */
export const fateNames = [
  ...(['guarded', 'must-end', 'may-end', 'is-ended', 'is-restarted', 'at-risk', 'waits'] as const),
] as const;
export type FateName = (typeof fateNames)[number];

/** What an upgrade comes to for a session. Names are for scripts; sentences are for its owner. */
export interface Fate {
  readonly name: FateName;
  readonly text: string;
}

export interface FatedSession extends Session {
  /** Absent where nobody has asked for it. */
  readonly fate?: Fate;
}

/** What an upgrade is to do with sessions. */
export interface Intended {
  readonly drain: Drain | undefined;
  /** Those of cluster.yaml, too. */
  readonly guards: readonly string[];
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
  const stage = sessionStage(session.status);
  if (stage === 'waiting') return waits;
  // One that has failed is in nobody's way.
  if (!drain || stage === 'failed') return atRisk;
  const isOfEndpoint = session.kind === 'inference';
  if (isOfEndpoint) return restsEndpoints(drain) ? restarted : atRisk;
  return atDeadline(policyFor(drain, session), drain.seconds);
}

/** The same, where a guard may stop the upgrade before. */
export function fateUnder(session: Session, { drain, guards }: Intended): Fate {
  const guard = guardedBy(session, guards);
  if (guard === undefined) return fateOf(session, drain);
  return { name: 'guarded', text: `it is guarded by ${guard}: it stops the upgrade until it is accepted` };
}
