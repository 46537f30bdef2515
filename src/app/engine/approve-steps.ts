import { walkPlan } from '../../core/plan/walk.ts';
import type { ApprovalWay, RunEvent } from '../../core/run/event.ts';
import type { RunRecord } from '../../io/journal/port.ts';
import { operatorApprove } from '../steps/operator-approve.ts';
import { labelOf } from './carry-out.ts';
import { operator } from './operator.ts';
import { positionOf } from './position.ts';

/** In which way a manual step has its operator's word; undefined where it has none. */
export type ApprovalOf = (
  step: { readonly rule: string; readonly optional: boolean },
  asked: boolean,
) => ApprovalWay | undefined;

interface Told {
  readonly record: RunRecord;
  readonly onEvent: (event: RunEvent) => void;
}

/** Writes down the operator's word for the manual steps that have it, each once. */
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
