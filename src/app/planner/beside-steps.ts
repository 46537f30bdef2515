import { parkedMemory } from '../../core/components/parked-memory.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { StandInParams } from '../steps/stand-in-params.ts';
import { standinEnd } from '../steps/standin-end.ts';
import { standinStart } from '../steps/standin-start.ts';
import { configureSteps, editsIn } from './configure.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { ids } from './join.ts';
import { makeStep } from './make-step.ts';
import { serviceParamsOf, startSteps, stepId, stopSteps, switchSteps } from './turn.ts';

function paramsOf(draft: HopDraft, each: HopMember): StandInParams {
  const { version } = draft.to;
  return {
    ...serviceParamsOf(each, version),
    hop: draft.number,
    before: each.oldVersion || draft.from.version,
    environment: each.newEnvironment,
    config: each.member.config,
    memory: parkedMemory(each.component, parseVersion(version)),
    ...editsIn(each),
  };
}

/** One member: something stands in for it while its service stops, gets the new release, and starts. */
function turnBeside(draft: HopDraft, each: HopMember, needs: readonly string[]): PlannedStep[] {
  const [params, hosts] = [paramsOf(draft, each), [each.member.host]];
  const begin = makeStep(standinStart, params, { id: stepId(draft, 'stand-in', each), needs, hosts });
  const start = startSteps(draft, [each], []);
  return [
    begin,
    ...stopSteps(draft, [each], [begin.id]),
    ...switchSteps(draft, [each], [], []),
    ...configureSteps(draft, [each], []),
    ...start,
    makeStep(standinEnd, params, { id: stepId(draft, 'alone', each), needs: ids(start), hosts }),
  ];
}

/**
 * Members that turn beside their old programs: managers one after the other, then all others at once.
 * @returns the steps, and what to wait for until all have turned
 */
export function besideSteps(
  draft: HopDraft,
  members: readonly HopMember[],
  gate: readonly string[],
): { readonly managers: PlannedStep[]; readonly others: PlannedStep[]; readonly needs: readonly string[] } {
  let needs = gate;
  const isManager = ({ component }: HopMember): boolean => component.name === 'manager';
  const managers = members.filter(isManager).flatMap((each) => {
    const steps = turnBeside(draft, each, needs);
    needs = ids(steps.slice(-1));
    return steps;
  });
  const turns = members.filter((each) => !isManager(each)).map((each) => turnBeside(draft, each, needs));
  const last = turns.flatMap((steps) => ids(steps.slice(-1)));
  return { managers, others: turns.flat(), needs: last.length > 0 ? last : needs };
}
