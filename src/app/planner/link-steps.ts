import type { PlannedStep } from '../../core/plan/plan.ts';
import { environmentLink } from '../steps/environment-link.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { makeStep } from './make-step.ts';
import { stepId } from './turn.ts';

type Named = HopMember & { readonly named: NonNullable<HopMember['named']> };

const hasName = (each: HopMember): each is Named =>
  each.inSource && each.named !== undefined && each.named.stays === undefined;

/** What members of one host have in common where one environment serves them. */
const environmentOf = ({ member, oldEnvironment }: Named): string => `${member.host} ${oldEnvironment}`;

/**
 * Whether the environment has the name of its member's path and release: a folder will have it, and has had it since it
 * was moved. A plan is the same before and after, so one that was cut short in between still counts.
 */
const isOwn = ({ named, oldEnvironment, oldVersion }: Named): boolean =>
  oldEnvironment === `${named.at}-${oldVersion}`;

/**
 * Every path by which a unit names an environment becomes a link of its own, in the first outage: where a folder lies
 * there, and where others share it. A link that leads over another one would follow it when that is switched.
 */
export function linkSteps(draft: HopDraft, needs: readonly string[]): PlannedStep[] {
  if (draft.number > 1) return [];
  const sharing = Map.groupBy(draft.members.filter(hasName), environmentOf);
  return [...sharing.values()].flatMap((group) => {
    const idOf = (each: Named): string => stepId(draft, 'link', each);
    const step = (each: Named, after: readonly Named[]): PlannedStep => {
      const { member, component, named, oldEnvironment: keep } = each;
      return makeStep(
        environmentLink,
        { member: member.id, component: component.name, path: named.at, keep },
        { id: idOf(each), needs: [...needs, ...after.map(idOf)], hosts: [member.host] },
      );
    };
    // Of several members of one path the first one's step moves the folder.
    const first = group.find(isOwn);
    const others = group.filter((each) => each !== first);
    return [
      ...(first ? [step(first, [])] : []),
      ...(group.length > 1 ? others.map((each) => step(each, first ? [first] : [])) : []),
    ];
  });
}
