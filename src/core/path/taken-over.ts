import type { Finding } from '../../lib/finding.ts';
import { loadRules } from '../catalog/rules/load-rules.ts';
import type { Inventory } from '../cluster/inventory.ts';
import { handledBy } from './rule-finding.ts';

/**
 * The findings of a hop for one cluster: where baiup takes a manual step over because the components are declared, the
 * step is not asked of the operator.
 */
export function takenOver(
  findings: readonly Finding[],
  { components }: Pick<Inventory, 'components'>,
): Finding[] {
  const declared = new Set<string>(components.map(({ component }) => component));
  const done = new Map(
    loadRules().flatMap((rule) =>
      rule.where?.every((name) => declared.has(name)) ? [[rule.id, handledBy(rule)] as const] : [],
    ),
  );
  return findings.map((finding) => {
    const handled = finding.origin === 'manual' ? done.get(finding.code) : undefined;
    return handled === undefined ? finding : { ...finding, handled };
  });
}
