import { movesFor } from '../../core/catalog/rules/key-move.ts';
import type { Rule } from '../../core/catalog/rules/rule.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import type { Finding } from '../../lib/finding.ts';
import { configstoreEdit } from '../steps/configstore-edit.ts';
import type { HopDraft, KeyEdit } from './draft.ts';
import { makeStep } from './make-step.ts';
import { managerOf } from './stage.ts';

/** The etcd keys that rules of an outage move in this cluster; empty if the cluster has none of them. */
export function keyEdits(
  rules: readonly Rule[],
  findings: readonly Pick<Finding, 'code'>[],
  { configKeys, agentGroups }: Pick<ClusterSnapshot, 'configKeys' | 'agentGroups'>,
): KeyEdit[] {
  return rules.flatMap(({ id, keys = [] }) => {
    const moves = keys.flatMap((each) => movesFor(each, configKeys, agentGroups));
    return moves.length > 0 && findings.some(({ code }) => code === id) ? [{ rule: id, moves }] : [];
  });
}

/** Keys move once etcd is captured and the database has moved; those who read them start afterwards. */
export function keySteps(draft: HopDraft, moved: readonly string[]): PlannedStep[] {
  return draft.keyEdits.map(({ rule, moves }) =>
    makeStep(
      configstoreEdit,
      { hop: draft.number, rule, moves: moves.map(({ move, to }) => ({ move, to: [...to] })) },
      {
        id: `${draft.number}.migrate.keys.${rule}`,
        needs: moved,
        hosts: [managerOf(draft).member.host],
      },
    ),
  );
}
