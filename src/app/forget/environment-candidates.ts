import type { Plan } from '../../core/plan/plan.ts';
import { walkPlan } from '../../core/plan/walk.ts';
import { environmentLink } from '../steps/environment-link.ts';
import { environmentStage } from '../steps/environment-stage.ts';
import { serviceSwitch } from '../steps/service-switch.ts';

/** An environment that a plan names, on the host of a member of it. */
export interface Candidate {
  readonly member: string;
  readonly host: string;
  readonly path: string;
}

/** What of a plan's environments: those that it makes or comes from, those that it goes back to, those that it ends in. */
export function environmentsOf(plan: Plan, which: 'all' | 'before' | 'after'): Candidate[] {
  const found = walkPlan(plan).flatMap(({ step }): Candidate[] => {
    const [host = ''] = step.hosts;
    const at = (member: string, path: string): Candidate => ({ member, host, path });
    switch (step.kind) {
      case environmentStage.kind: {
        const { member, folder } = environmentStage.params.parse(step.params);
        return which === 'before' ? [] : [at(member, folder)];
      }
      case environmentLink.kind: {
        const { member, keep } = environmentLink.params.parse(step.params);
        return which === 'after' ? [] : [at(member, keep)];
      }
      case serviceSwitch.kind: {
        const { member, from, to } = serviceSwitch.params.parse(step.params);
        return [
          ...(which === 'after' ? [] : [at(member, from)]),
          ...(which === 'before' ? [] : [at(member, to)]),
        ];
      }
      default:
        return [];
    }
  });
  return [...new Map(found.map((each) => [placeOf(each), each])).values()];
}

/** By this an environment is known in the world. */
export const placeOf = ({ host, path }: Pick<Candidate, 'host' | 'path'>): string => `${host} ${path}`;
