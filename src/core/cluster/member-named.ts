import { BaiupError } from '../../lib/errors.ts';
import type { Inventory, Member } from './inventory.ts';

/** @throws BaiupError `cluster.no-such-member` when the plan and cluster.yaml no longer agree. */
export function memberNamed(inventory: Inventory, id: string): Member {
  const member = inventory.components.find((each) => each.id === id);
  if (member) return member;
  throw new BaiupError('cluster.no-such-member', `cluster.yaml has no component "${id}"`, {
    hint: `it has ${inventory.components.map((each) => each.id).join(', ')}`,
  });
}
