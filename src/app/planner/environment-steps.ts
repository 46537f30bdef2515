import type { PlannedStep } from '../../core/plan/plan.ts';
import { environmentProve, lostPointCode } from '../steps/environment-prove.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';
import { managerOf } from './stage.ts';

/** What a member's decisions in cluster.yaml leave behind. */
const leftBy = (decisions: Readonly<Record<string, string>> = {}): string[] =>
  Object.keys(decisions)
    .filter((name) => decisions[name] === 'leave')
    .sort();

/** The environments of all members that get another one are compared with those before. */
export function proveEnvironmentSteps(draft: HopDraft, started: readonly string[]): PlannedStep[] {
  const turned = draft.members.filter(({ turns, inSource, inTarget }) => turns && inSource && inTarget);
  if (turned.length === 0) return [];
  const params = {
    hop: draft.number,
    version: draft.to.version,
    members: turned.map(({ member, oldEnvironment }) => {
      const left = leftBy(member.plugins);
      return { member: member.id, from: oldEnvironment, ...(left.length > 0 ? { left } : {}) };
    }),
    ...(draft.accepted.includes(lostPointCode) ? { accepted: true as const } : {}),
  };
  const place = {
    id: `${draft.number}.prove.environments`,
    needs: started,
    hosts: [managerOf(draft).member.host],
  };
  return [makeStep(environmentProve, params, place)];
}
