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
 * Every path by which a unit names an environment becomes a link of its own, in the first outage: where a folder lies
 * there, and where others share it. A link that leads over another one would follow it when that is switched.
 */
export function linkSteps(draft: HopDraft, needs: readonly string[]): PlannedStep[] {
  if (draft.number > 1) return [];
  const sharing = Map.groupBy(draft.members.filter(hasName), environmentOf);
  return [...sharing.values()].flatMap((group) => {
    const folders = group.filter(({ named }) => named.isFolder);
    const links = group.filter(({ named }) => !named.isFolder);
    const idOf = (each: Named): string => stepId(draft, 'link', each);
    const step = (each: Named, after: readonly Named[]): PlannedStep => {
      const { member, component, named, oldEnvironment: keep } = each;
      return makeStep(
        environmentLink,
        { member: member.id, component: component.name, path: named.at, keep },
        { id: idOf(each), needs: [...needs, ...after.map(idOf)], hosts: [member.host] },
      );
    };
    const isAlone = group.length === 1;
    // Several names of one folder: the first step moves it.
    const [first, ...others] = folders;
    return [
      ...(first ? [step(first, [])] : []),
      ...others.map((each) => step(each, first ? [first] : [])),
      ...(isAlone ? [] : links.map((each) => step(each, folders))),
    ];
  });
}
