import type { PlannedStep } from '../../core/plan/plan.ts';
import { filesCapture } from '../steps/files-capture.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { makeStep } from './make-step.ts';
import { migratingLegs } from './migrating-legs.ts';

/** The step that captures a member's files; none where there are none, or where it was not there before. */
export const filesStepOf = (draft: HopDraft, { member, component, inSource }: HopMember): string[] =>
  inSource && component.hostFiles.some(({ back }) => back === 'restore')
    ? [`${draft.number}.capture.files.${member.id}`]
    : [];

/** What stopped members wrote on their hosts: captured once each has stopped, beside everything else. */
export function filesSteps(draft: HopDraft, members: readonly HopMember[]): PlannedStep[] {
  const restoresData = migratingLegs(draft).length > 0;
  return members.flatMap((each) =>
    filesStepOf(draft, each).map((id) => {
      const { member, places, turns, oldEnvironment, newEnvironment } = each;
      const from = { environment: oldEnvironment, version: each.oldVersion || draft.from.version };
      const to = turns ? { environment: newEnvironment, version: draft.to.version } : from;
      return makeStep(
        filesCapture,
        { hop: draft.number, member: member.id, component: member.component, places, from, to, restoresData },
        { id, needs: [`${draft.number}.stop.${member.id}`], hosts: [member.host] },
      );
    }),
  );
}
