import type { PlannedStep } from '../../core/plan/plan.ts';
import { restsEndpoints } from '../../core/workloads/drain.ts';
import { endpointsRest } from '../steps/endpoints-rest.ts';
import { leftSessions, operatorApprove } from '../steps/operator-approve.ts';
import { workloadsDrain } from '../steps/workloads-drain.ts';
import { workloadsQuiesce } from '../steps/workloads-quiesce.ts';
import { workloadsReturn } from '../steps/workloads-return.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';
import { migratingLegs } from './migrating-legs.ts';

/** How long sessions of endpoints, which managers end by themselves, and all that is on its way may take. */
const restSeconds = 120;

/** How long sessions may take to end once the operator has decided that they shall. */
const askedSeconds = 1;

/** How many seconds a drain takes when nothing runs. */
const idleSeconds = 1;

type Policy = NonNullable<HopDraft['drain']>['policy'];

/** What becomes of those that are left once the operator was asked: they end. */
const decided = (policy: Policy): Policy => (policy === 'ask' ? 'end' : policy);

/** Sessions end before a hop stops anything, and nothing new begins until all is back; nothing without `--drain`. */
export function drainSteps(draft: HopDraft, needs: readonly string[]): PlannedStep[] {
  const { number: hop, drain, underWay } = draft;
  if (!drain) return [];
  const id = (what: string): string => `${hop}.drain.${what}`;
  const restoresData = migratingLegs(draft).length > 0;
  const quiesce = makeStep(workloadsQuiesce, { hop, restoresData }, { id: id('quiesce'), needs, hosts: [] });
  const users = makeStep(
    workloadsDrain,
    { ...drain, hop, part: 'users' as const },
    {
      id: id('users'),
      needs: [quiesce.id],
      hosts: [],
      estimate: underWay > 0 ? drain.seconds : idleSeconds,
    },
  );
  const asked = drain.policy === 'ask' ? askSteps(draft, users.id) : [];
  const policy = decided(drain.policy);
  const drained = asked.at(-1)?.id ?? users.id;
  const place = { id: id('endpoints'), needs: [drained], hosts: [] };
  const endpoints = restsEndpoints(drain) ? [makeStep(endpointsRest, { hop, restoresData }, place)] : [];
  // Also where all are given up: nothing may be on its way when a manager stops.
  const rest = makeStep(
    workloadsDrain,
    { ...drain, policy, seconds: restSeconds, hop, part: 'rest' as const },
    { id: id('rest'), needs: [endpoints[0]?.id ?? drained], hosts: [] },
  );
  return [quiesce, users, ...asked, ...endpoints, rest];
}

/** The operator is asked only where something is left; then that ends. */
function askSteps({ number: hop, drain }: HopDraft, after: string): PlannedStep[] {
  if (!drain) return [];
  const ask = makeStep(
    operatorApprove,
    {
      hop,
      rule: leftSessions,
      what: 'decide what becomes of sessions that still run',
      how: 'baiup workloads lists them. baiup approve lets baiup end them, baiup abort goes back',
      optional: false,
      drain,
    },
    { id: `${hop}.approve.${leftSessions.replaceAll('.', '-')}`, needs: [after], hosts: [] },
  );
  const end = makeStep(
    workloadsDrain,
    { ...drain, policy: 'end' as const, seconds: askedSeconds, hop, part: 'asked' as const },
    { id: `${hop}.drain.asked`, needs: [ask.id], hosts: [] },
  );
  return [ask, end];
}

/** Sessions may begin again once every component is proven; the session that proves something needs that. */
export function returnSteps({ number: hop, drain }: HopDraft, needs: readonly string[]): PlannedStep[] {
  if (!drain) return [];
  return [makeStep(workloadsReturn, { hop }, { id: `${hop}.return.workloads`, needs, hosts: [] })];
}
