import type { Rule } from '../catalog/rules/rule.ts';
import type { ComponentName } from '../cluster/inventory.ts';
import type { RuledEdit } from './edit.ts';

/** The edits that rules ask for in a component's file, in the order in which the rules speak of hops. */
export function editsOfRules(
  rules: readonly Rule[],
  said: readonly { readonly code: string }[],
  component: ComponentName,
): RuledEdit[] {
  const codes = [...new Set(said.map(({ code }) => code))];
  return codes
    .flatMap((code) => rules.find(({ id }) => id === code) ?? [])
    .filter(({ components }) => components.includes(component))
    .flatMap(({ id, edits = [] }) => edits.map((edit) => ({ rule: id, edit })));
}
