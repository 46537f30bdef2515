import type { ComponentName, Inventory } from '../../core/cluster/inventory.ts';

/** Ids of the members of a component, in the order of cluster.yaml. */
export function membersOf({ components }: Pick<Inventory, 'components'>, name: ComponentName): string[] {
  return components.flatMap(({ id, component }) => (component === name ? [id] : []));
}
