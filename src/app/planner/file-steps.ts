import type { PlannedStep } from '../../core/plan/plan.ts';
import { containersCheck } from '../steps/containers-check.ts';
import { containersNote } from '../steps/containers-note.ts';
import { containersProve } from '../steps/containers-prove.ts';
import { filesCapture } from '../steps/files-capture.ts';
import type { FilesParams } from '../steps/files-params.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { makeStep } from './make-step.ts';
import { migratingLegs } from './migrating-legs.ts';

const capturesFiles = ({ component, inSource }: HopMember): boolean =>
  inSource && component.hostFiles.some(({ back }) => back === 'restore');

/** Whether it may have containers at its stop, which it must know at its next start. */
const keepsContainers = ({ containers, inSource, inTarget }: HopMember): boolean =>
  containers && inSource && inTarget;

const idOf = (draft: HopDraft, verb: string, { member }: HopMember): string =>
  `${draft.number}.${verb}.${member.id}`;

/** What has to be done with what a member left on its host before its next release starts. */
export function filesStepOf(draft: HopDraft, each: HopMember): string[] {
  return [
    ...(capturesFiles(each) ? [idOf(draft, 'capture.files', each)] : []),
    ...(keepsContainers(each) ? [idOf(draft, 'check.containers', each)] : []),
  ];
}

function turnOf(draft: HopDraft, each: HopMember): FilesParams {
  const { member, locations, turns, oldEnvironment, newEnvironment } = each;
  const from = { environment: oldEnvironment, version: each.oldVersion || draft.from.version };
  const to = turns ? { environment: newEnvironment, version: draft.to.version } : from;
  const restoresData = migratingLegs(draft).length > 0;
  return {
    hop: draft.number,
    member: member.id,
    component: member.component,
    locations,
    from,
    to,
    restoresData,
  };
}

/**
 * Steps for the files of stopped members: capture them, carry them over, and check that containers are known. Each
 * waits only for its own member's stop.
 */
export function filesSteps(draft: HopDraft, members: readonly HopMember[]): PlannedStep[] {
  return members.flatMap((each) => {
    const turn = turnOf(draft, each);
    const place = (verb: string, needs: readonly string[]) => {
      const ids = needs.map((need) => idOf(draft, need, each));
      return { id: idOf(draft, verb, each), needs: ids, hosts: [each.member.host] };
    };
    const [files, containers] = [capturesFiles(each), keepsContainers(each)];
    // Undone after the files: then it is seen whether the old agent knows its containers, before it starts.
    const note = makeStep(containersNote, turn, place('note.containers', ['stop']));
    const capture = makeStep(
      filesCapture,
      turn,
      place('capture.files', ['stop', ...(containers ? ['note.containers'] : [])]),
    );
    const check = makeStep(
      containersCheck,
      turn,
      place('check.containers', ['note.containers', ...(files ? ['capture.files'] : [])]),
    );
    return [...(containers ? [note] : []), ...(files ? [capture] : []), ...(containers ? [check] : [])];
  });
}

/** Once a session has proven its agents: containers of before run on. */
export function proveContainerSteps(
  draft: HopDraft,
  among: readonly HopMember[],
  needs: readonly string[],
): PlannedStep[] {
  return among
    .filter(keepsContainers)
    .map((each) =>
      makeStep(
        containersProve,
        { hop: draft.number, member: each.member.id },
        { id: idOf(draft, 'prove.containers', each), needs, hosts: [each.member.host] },
      ),
    );
}
