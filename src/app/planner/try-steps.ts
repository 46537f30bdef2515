import type { PlannedStep } from '../../core/plan/plan.ts';
import { failedProof, operatorApprove } from '../steps/operator-approve.ts';
import { sessionTry } from '../steps/session-try.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';
import { managerOf } from './stage.ts';

/** Sessions that are started at once: a few, because the keypair's policy bounds them. */
const atOnce = 4;

const hasAgents = ({ members }: HopDraft): boolean =>
  members.some(({ component, inSource }) => component.name === 'agent' && inSource);

/**
 * A session is started on each resource group before anything is drained or stopped. Where one fails already then, the
 * operator decides; nothing is laid to the upgrade for it afterwards.
 */
export function trySteps(draft: HopDraft, needs: readonly string[]): PlannedStep[] {
  const { number: hop, proof, accepted } = draft;
  if (!hasAgents(draft)) return [];
  const tried = makeStep(
    sessionTry,
    { hop, ...(proof.each === 'agent' ? { agents: true as const } : {}) },
    {
      id: `${hop}.try.session`,
      needs,
      hosts: [managerOf(draft).member.host],
      estimate: sessionTry.estimate * Math.max(1, Math.ceil(proof.places / atOnce)),
    },
  );
  if (accepted.includes(failedProof)) return [tried];
  const ask = makeStep(
    operatorApprove,
    {
      hop,
      rule: failedProof,
      what: 'decide about resource groups where no session starts, if there are any',
      how: 'baiup show names them, and tells why. baiup approve lets the upgrade go on, and they may fail in the same way afterwards; baiup abort goes back',
      optional: false,
    },
    { id: `${hop}.approve.${failedProof.replaceAll('.', '-')}`, needs: [tried.id], hosts: [] },
  );
  return [tried, ask];
}
