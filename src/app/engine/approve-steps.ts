import { walkPlan } from '../../core/plan/walk.ts';
import type { ApprovalWay, RunEvent } from '../../core/run/event.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { operatorApprove } from '../steps/operator-approve.ts';
import { labelOf } from './carry-out.ts';
import { operator } from './operator.ts';
import { positionOf } from './position.ts';

/** How a manual step was approved; undefined if it was not. */
export type ApprovalOf = (
  step: { readonly rule: string; readonly optional: boolean },
  asked: boolean,
) => ApprovalWay | undefined;

interface Told {
  readonly record: RunRecord;
  readonly onEvent: (event: RunEvent) => void;
}

/** Writes the approval of each approved manual step into the journal, once. */
export async function approve(
  { record, onEvent }: Told,
  approvalOf: ApprovalOf,
  who = operator(),
): Promise<void> {
  const { approved, asked } = positionOf(await record.events());
  for (const placed of walkPlan(record.plan)) {
    const { id, kind, params } = placed.step;
    if (kind !== operatorApprove.kind || approved.has(id)) continue;
    const by = approvalOf(operatorApprove.params.parse(params), asked.has(id));
    if (by) onEvent(await record.append({ kind: 'approval.given', who, by, ...labelOf(placed) }));
  }
}
