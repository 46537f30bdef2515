import type { ComponentName } from '../../core/cluster/inventory.ts';
import { startSeconds } from '../../core/components/start-seconds.ts';
import { roundSeconds } from '../../core/plan/downtime.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import { requestsTimeoutMs } from '../steps/end-stand-in.ts';
import type { ServiceParams } from '../steps/service-params.ts';
import { serviceStart } from '../steps/service-start.ts';
import { serviceStop } from '../steps/service-stop.ts';
import { serviceSwitch } from '../steps/service-switch.ts';
import { isConfigured } from './configure.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { filesStepOf } from './file-steps.ts';
import { makeStep } from './make-step.ts';
import { parkStepOf } from './park-steps.ts';

export const stepId = (draft: HopDraft, verb: string, { member }: HopMember): string =>
  `${draft.number}.${verb}.${member.id}`;

/** Those that the release after the hop has: only they are staged, switched and started. */
export const startedMembers = (members: readonly HopMember[]): HopMember[] =>
  members.filter(({ inTarget }) => inTarget);

/** Those that the release before the hop has: one that the next has not is stopped for good. */
export const stoppedMembers = (members: readonly HopMember[]): HopMember[] =>
  members.filter(({ inSource }) => inSource);

/** With limits, members that others wait for go first: those that write to the database. */
function writersFirst(members: readonly HopMember[]): HopMember[] {
  const isWriter = ({ component }: HopMember): boolean => component.writes.includes('database');
  return [...members.filter(isWriter), ...members.filter((each) => !isWriter(each))];
}

/** Gives the ids of the members' steps whose component is among some names. */
function idsOf(draft: HopDraft, verb: string, among: readonly HopMember[]) {
  const byName = Map.groupBy(among, ({ component }) => component.name);
  return (names: readonly ComponentName[]): string[] =>
    names.flatMap((name) => byName.get(name) ?? []).map((each) => stepId(draft, verb, each));
}

export function serviceParamsOf({ member, component }: HopMember, version: string): ServiceParams {
  const { name, stopSignal: signal, stopTimeoutMs, startTimeoutMs } = component;
  return { member: member.id, component: name, version, signal, stopTimeoutMs, startTimeoutMs };
}

const isBeside = ({ beside }: HopDraft, { member }: HopMember): boolean => beside.has(member.id);

const startParamsOf = (draft: HopDraft, each: HopMember) => ({
  ...serviceParamsOf(each, draft.to.version),
  ...(isBeside(draft, each) ? { besideStandIn: true as const } : {}),
});

/** What is stopped with a unit because it would start it. */
const besideOf = ({ starters }: HopMember) => (starters.length > 0 ? { beside: [...starters] } : {});

export function stopSteps(
  draft: HopDraft,
  members: readonly HopMember[],
  needs: readonly string[],
): PlannedStep[] {
  const stopped = writersFirst(stoppedMembers(members));
  const stopsOf = idsOf(draft, 'stop', stopped);
  return stopped.map((each) =>
    makeStep(
      serviceStop,
      {
        ...serviceParamsOf(each, each.oldVersion || draft.from.version),
        ...(isBeside(draft, each) ? { stopTimeoutMs: requestsTimeoutMs } : {}),
        ...besideOf(each),
      },
      {
        id: stepId(draft, 'stop', each),
        needs: [...needs, ...stopsOf(each.component.stopAfter)],
        hosts: [each.member.host],
      },
    ),
  );
}

const placeOf = ({ member, named }: HopMember): string | undefined =>
  named && !named.stays ? `${member.host} ${named.at}` : undefined;

/** Gives all members whose units name the very path that a member's does, itself too: they are switched at once. */
function samePath(members: readonly HopMember[]): (each: HopMember) => readonly HopMember[] {
  const byPlace = Map.groupBy(members, placeOf);
  return (each) => (placeOf(each) === undefined ? [each] : (byPlace.get(placeOf(each)) ?? [each]));
}

/** @param gate what one that is new has to wait for, since nothing of it is stopped */
export function switchSteps(
  draft: HopDraft,
  members: readonly HopMember[],
  needs: readonly string[],
  gate: readonly string[],
): PlannedStep[] {
  const together = samePath(members);
  return startedMembers(members)
    .filter(({ turns }) => turns)
    .map((each) =>
      makeStep(
        serviceSwitch,
        {
          member: each.member.id,
          component: each.component.name,
          from: each.oldEnvironment,
          to: each.newEnvironment,
        },
        {
          id: stepId(draft, 'switch', each),
          needs: [
            ...needs,
            ...(each.inSource
              ? stoppedMembers(together(each)).map((one) => stepId(draft, 'stop', one))
              : gate),
            ...filesStepOf(draft, each),
          ],
          hosts: [each.member.host],
        },
      ),
    );
}

/** Seconds until a member answers, with those of its host that start beside it. */
function startEstimates(members: readonly HopMember[], draft: HopDraft): (each: HopMember) => number {
  const byHost = Map.groupBy(members, ({ member }) => member.host);
  return (each) => {
    const beside = (byHost.get(each.member.host)?.length ?? 1) - 1;
    const isParked = parkStepOf(draft, each).length > 0;
    return roundSeconds(startSeconds(each.component, draft.to.version, { beside, isParked }));
  };
}

export function startSteps(
  draft: HopDraft,
  members: readonly HopMember[],
  needs: readonly string[],
): PlannedStep[] {
  const started = writersFirst(startedMembers(members));
  const startsOf = idsOf(draft, 'start', started);
  const together = samePath(started);
  const estimateOf = startEstimates(started, draft);
  return started.map((each) =>
    makeStep(serviceStart, startParamsOf(draft, each), {
      id: stepId(draft, 'start', each),
      needs: [
        ...needs,
        ...parkStepOf(draft, each),
        ...together(each).map((one) => stepId(draft, one.turns ? 'switch' : 'stop', one)),
        ...filesStepOf(draft, each),
        ...(isConfigured(each) ? [stepId(draft, 'configure', each)] : []),
        ...startsOf(each.component.startAfter),
      ],
      hosts: [each.member.host],
      estimate: estimateOf(each),
    }),
  );
}
