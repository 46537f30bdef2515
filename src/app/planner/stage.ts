import type { PlannedStep } from '../../core/plan/plan.ts';
import { environmentStage } from '../steps/environment-stage.ts';
import { schemaExpect } from '../steps/schema-expect.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { makeStep } from './make-step.ts';

export function managerOf(draft: HopDraft): HopMember {
  const manager = draft.members.find(({ member }) => member.component === 'manager');
  if (!manager) throw new Error('a cluster without a manager cannot be planned');
  return manager;
}

/** Everything slow, beside the running cluster: environments built and proven, and a fresh install to compare with. */
export function stageSteps(draft: HopDraft): PlannedStep[] {
  const stage = draft.members.map(({ member, component, newEnvironment }) =>
    makeStep(
      environmentStage,
      {
        component: component.name,
        version: draft.to.version,
        folder: newEnvironment,
        published: draft.to.published,
        python: draft.to.python,
        config: member.config,
        workdir: member.workdir,
        host: member.host,
      },
      { id: `${draft.number}.stage.${member.id}`, needs: [], hosts: [member.host] },
    ),
  );
  const manager = managerOf(draft);
  const expect = makeStep(
    schemaExpect,
    {
      version: draft.to.version,
      environment: manager.newEnvironment,
      head: draft.head,
      member: manager.member.id,
      hop: draft.number,
    },
    {
      id: `${draft.number}.expect.schema`,
      needs: [`${draft.number}.stage.${manager.member.id}`],
      hosts: [manager.member.host],
    },
  );
  return [...stage, expect];
}
