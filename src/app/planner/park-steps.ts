import { canPark } from '../../core/components/can-park.ts';
import { parkedMemory } from '../../core/components/parked-memory.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import { servicePark } from '../steps/service-park.ts';
import { turnsInWave } from './at-once.ts';
import { editsIn } from './configure.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { makeStep } from './make-step.ts';
import { stopping } from './stopping.ts';

const idOf = ({ number }: HopDraft, { member }: HopMember): string => `${number}.park.${member.id}`;

const parks = (draft: HopDraft, each: HopMember): boolean =>
  draft.parked &&
  !draft.beside.has(each.member.id) &&
  canPark(draft.to.version) &&
  each.turns &&
  each.inTarget &&
  each.bound?.parked === undefined &&
  !turnsInWave(draft, each);

/** What a member's start waits for, where its program is parked. */
export const parkStepOf = (draft: HopDraft, each: HopMember): string[] =>
  parks(draft, each) ? [idOf(draft, each)] : [];

/** New programs import everything and read their configuration while the old cluster still serves. */
export function parkSteps(draft: HopDraft, ready: readonly string[]): PlannedStep[] {
  return stopping(draft)
    .filter((each) => parks(draft, each))
    .map((each) => {
      const { member, component, newEnvironment: environment } = each;
      const { version } = draft.to;
      const params = {
        hop: draft.number,
        member: member.id,
        component: component.name,
        version,
        environment,
        config: member.config,
        memory: parkedMemory(component, version),
        ...editsIn(each),
      };
      return makeStep(servicePark, params, { id: idOf(draft, each), needs: ready, hosts: [member.host] });
    });
}
