import type { ComponentName, Inventory } from '../../core/cluster/inventory.ts';
import { remembered } from '../../lib/remembered.ts';

const byComponent = remembered(({ components }: Pick<Inventory, 'components'>) => {
  const groups = Map.groupBy(components, ({ component }) => component);
  return new Map([...groups].map(([name, members]) => [name, members.map(({ id }) => id)]));
});

const none: readonly string[] = [];

/** Ids of the members of a component, in the order of cluster.yaml. Each of ten thousand waits asks for them. */
export function membersOf(inventory: Pick<Inventory, 'components'>, name: ComponentName): readonly string[] {
  return byComponent(inventory).get(name) ?? none;
}
