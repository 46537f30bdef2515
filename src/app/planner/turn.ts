import { startSeconds } from '../../core/components/start-seconds.ts';
import { roundSeconds } from '../../core/plan/downtime.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import type { Version } from '../../core/versions/version.ts';
import type { ServiceParams } from '../steps/service-params.ts';
import { serviceStart } from '../steps/service-start.ts';
import { serviceStop } from '../steps/service-stop.ts';
import { serviceSwitch } from '../steps/service-switch.ts';
import { isConfigured } from './configure.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { filesStepOf } from './file-steps.ts';
import { makeStep } from './make-step.ts';

export const stepId = (draft: HopDraft, verb: string, { member }: HopMember): string =>
  `${draft.number}.${verb}.${member.id}`;

/** Those that the release after the hop has: only they are staged, switched and started. */
export const startedMembers = (members: readonly HopMember[]): HopMember[] =>
  members.filter(({ inTarget }) => inTarget);

/** Those that the release before the hop has: one that the next has not is stopped for good. */
export const stoppedMembers = (members: readonly HopMember[]): HopMember[] =>
  members.filter(({ inSource }) => inSource);

/** Ids of the members' steps whose component is among `names`. */
function idsOf(
  draft: HopDraft,
  verb: string,
  among: readonly HopMember[],
  names: readonly string[],
): string[] {
  return among
    .filter(({ component }) => names.includes(component.name))
    .map((each) => stepId(draft, verb, each));
}

function paramsOf({ member, component }: HopMember, version: string): ServiceParams {
  const { name, stopSignal: signal, stopTimeoutMs, startTimeoutMs } = component;
  return { member: member.id, component: name, version, signal, stopTimeoutMs, startTimeoutMs };
}

export function stopSteps(
  draft: HopDraft,
  members: readonly HopMember[],
  needs: readonly string[],
): PlannedStep[] {
  const stopped = stoppedMembers(members);
  return stopped.map((each) =>
    makeStep(serviceStop, paramsOf(each, each.oldVersion || draft.from.version), {
      id: stepId(draft, 'stop', each),
      needs: [...needs, ...idsOf(draft, 'stop', stopped, each.component.stopAfter)],
      hosts: [each.member.host],
    }),
  );
}

/** @param gate what one that is new has to wait for, since nothing of it is stopped */
export function switchSteps(
  draft: HopDraft,
  members: readonly HopMember[],
  needs: readonly string[],
  gate: readonly string[],
): PlannedStep[] {
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
            ...(each.inSource ? [stepId(draft, 'stop', each)] : gate),
            ...filesStepOf(draft, each),
          ],
          hosts: [each.member.host],
        },
      ),
    );
}

/** Seconds until a member answers, with those of its host that start beside it. */
function startEstimate(each: HopMember, version: Version, members: readonly HopMember[]): number {
  const beside = members.filter(({ member }) => member.host === each.member.host);
  return roundSeconds(startSeconds(each.component, version, beside.length - 1));
}

export function startSteps(
  draft: HopDraft,
  members: readonly HopMember[],
  needs: readonly string[],
): PlannedStep[] {
  const started = startedMembers(members);
  return started.map((each) =>
    makeStep(serviceStart, paramsOf(each, draft.to.version), {
      id: stepId(draft, 'start', each),
      needs: [
        ...needs,
        stepId(draft, each.turns ? 'switch' : 'stop', each),
        ...filesStepOf(draft, each),
        ...(isConfigured(each) ? [stepId(draft, 'configure', each)] : []),
        ...idsOf(draft, 'start', started, each.component.startAfter),
      ],
      hosts: [each.member.host],
      estimate: startEstimate(each, draft.to.version, started),
    }),
  );
}
