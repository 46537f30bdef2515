import type { PlannedStep } from '../../core/plan/plan.ts';
import { environmentNote } from '../steps/environment-note.ts';
import { environmentProve, lostPointCode } from '../steps/environment-prove.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { makeStep } from './make-step.ts';
import { managerOf } from './stage.ts';

/** What a member's decisions in cluster.yaml leave behind. */
const leftBy = (decisions: Readonly<Record<string, string>> = {}): string[] =>
  Object.keys(decisions)
    .filter((name) => decisions[name] === 'leave')
    .sort();

const turnedOf = ({ members }: Pick<HopDraft, 'members'>): HopMember[] =>
  members.filter(({ turns, inSource, inTarget }) => turns && inSource && inTarget);

/** What stands there before a run is noted before its first stop; the environments of later hops are its own. */
export function noteEnvironmentSteps(draft: HopDraft): PlannedStep[] {
  const turned = turnedOf(draft);
  if (turned.length === 0 || draft.number > 1) return [];
  const members = turned.map(({ member, oldEnvironment }) => ({ member: member.id, from: oldEnvironment }));
  const place = { id: `${draft.number}.note.environments`, needs: [], hosts: [managerOf(draft).member.host] };
  return [makeStep(environmentNote, { hop: draft.number, members }, place)];
}

/** The environments of members that get another one are compared with those before, once they have started. */
export function proveEnvironmentSteps(
  draft: HopDraft,
  among: readonly HopMember[],
  started: readonly string[],
  name = 'environments',
): PlannedStep[] {
  const turned = turnedOf({ members: among });
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
    id: `${draft.number}.prove.${name}`,
    needs: started,
    hosts: [managerOf(draft).member.host],
  };
  return [makeStep(environmentProve, params, place)];
}
