import type { Inventory, Member } from '../cluster/inventory.ts';
import { memberNamed } from '../cluster/member-named.ts';
import { componentNamed } from './index.ts';

const locationOf = ({ database }: Member): string | undefined =>
  database && `${database.host}:${database.port}/${database.name}`;

/**
 * The members whose programs are connected to a database: those that share the one that a member declares, or those that
 * work with the cluster's.
 * @param database the member whose own database it is; the cluster's unless told
 */
export function membersAt(inventory: Inventory, database?: string): readonly Member[] {
  const { components } = inventory;
  if (database === undefined)
    return components.filter(({ component }) => componentNamed(component).writes.includes('database'));
  const location = locationOf(memberNamed(inventory, database));
  return components.filter((each) => each.database && locationOf(each) === location);
}
