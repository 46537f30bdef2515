import { explaining } from '../../core/census/explained.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import { censusProve, lossCode } from '../steps/census-prove.ts';
import { censusView } from '../steps/census-view.ts';
import { captures } from './data-steps.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';
import { moveSteps } from './own-data-steps.ts';
import { managerOf } from './stage.ts';

const idOf = (draft: HopDraft): string => `${draft.number}.view.census`;

/** Once the hop has changed all data, and before a new manager can write any. */
export function viewSteps(draft: HopDraft, moved: readonly string[]): PlannedStep[] {
  if (!captures(draft)) return [];
  const hosts = [managerOf(draft).member.host];
  return [makeStep(censusView, { hop: draft.number }, { id: idOf(draft), needs: moved, hosts })];
}

/** What changes what the database holds. */
const changing = (draft: HopDraft): string[] => [
  ...draft.legs.flatMap(({ route }) => route.run),
  ...moveSteps(draft, []).map(({ kind }) => kind),
];

/** Counting takes its time, and nobody waits for it. */
export function proveCensusSteps(draft: HopDraft, started: readonly string[]): PlannedStep[] {
  const params = {
    hop: draft.number,
    revisions: explaining(changing(draft)),
    ...(draft.accepted.includes(lossCode) ? { accepted: true as const } : {}),
    moved: draft.keyEdits.flatMap(({ moves }) => moves.flatMap(({ move, to }) => [move, ...to])),
  };
  const place = {
    id: `${draft.number}.prove.census`,
    needs: [...started, idOf(draft)],
    hosts: [managerOf(draft).member.host],
  };
  return [makeStep(censusProve, params, place)];
}
