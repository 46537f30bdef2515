import type { Finding } from '../../lib/finding.ts';
import { loadRules } from '../catalog/rules/load-rules.ts';
import type { Inventory } from '../cluster/inventory.ts';
import { handledBy } from './rule-finding.ts';

/** Findings of a hop as they are for one cluster: what baiup does where some components are declared is no manual step. */
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
