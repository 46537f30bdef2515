import type { PlannedStep } from '../../core/plan/plan.ts';
import { apiNote } from '../steps/api-note.ts';
import { answersCode, apiProve } from '../steps/api-prove.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';
import { managerOf } from './stage.ts';

/** What users can list and start is asked before anything is drained or stopped. */
export function noteAnswersSteps(draft: HopDraft, needs: readonly string[]): PlannedStep[] {
  const { member, inSource } = managerOf(draft);
  if (!inSource) return [];
  const place = { id: `${draft.number}.note.api`, needs, hosts: [member.host] };
  return [makeStep(apiNote, { hop: draft.number }, place)];
}

/** It is asked again once sessions start again. */
export function proveAnswersSteps(draft: HopDraft, needs: readonly string[]): PlannedStep[] {
  const { member, inSource } = managerOf(draft);
  if (!inSource) return [];
  const params = {
    hop: draft.number,
    from: draft.from.version,
    to: draft.to.version,
    ...(draft.accepted.includes(answersCode) ? { accepted: true as const } : {}),
  };
  return [makeStep(apiProve, params, { id: `${draft.number}.prove.api`, needs, hosts: [member.host] })];
}
