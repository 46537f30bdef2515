import type { ConfigurationEdit } from '../../core/configuration/edit.ts';
import type { PlannedHop, PlannedStep } from '../../core/plan/plan.ts';
import { configurationPatch } from '../steps/configuration-patch.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { filesStepOf } from './file-steps.ts';
import { makeStep } from './make-step.ts';

export const isConfigured = ({ configuration }: Pick<HopMember, 'configuration'>): boolean =>
  configuration.edits.length > 0;

/** Edits that programs read a configuration with before it is changed; nothing where there are none. */
export const editsIn = ({ configuration: { all } }: HopMember): { edits?: ConfigurationEdit[] } =>
  all.length > 0 ? { edits: [...all] } : {};

/** Configuration files change while their readers are stopped, in the same step order as environments. */
export function configureSteps(
  draft: HopDraft,
  members: readonly HopMember[],
  needs: readonly string[],
): PlannedStep[] {
  return members.filter(isConfigured).map((each) => {
    const { member, inSource, configuration } = each;
    const { id, component, config, host } = member;
    return makeStep(
      configurationPatch,
      { hop: draft.number, member: id, component, config, edits: [...configuration.edits] },
      {
        id: `${draft.number}.configure.${id}`,
        needs: [...needs, ...(inSource ? [`${draft.number}.stop.${id}`] : []), ...filesStepOf(draft, each)],
        hosts: [host],
      },
    );
  });
}

/** What changes in files, to be read before it does; nothing where nothing changes. */
export function configurationOf({ members }: HopDraft): Pick<PlannedHop, 'configuration'> {
  const changed = members.filter(isConfigured).map(({ member, configuration: { rules, patch } }) => ({
    member: member.id,
    file: member.config,
    rules: [...rules],
    patch: [...patch],
  }));
  return changed.length > 0 ? { configuration: changed } : {};
}
