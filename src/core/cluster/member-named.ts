import { BaiupError } from '../../lib/errors.ts';
import { remembered } from '../../lib/remembered.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Inventory, Member } from './inventory.ts';

const byId = remembered(
  ({ components }: Pick<Inventory, 'components'>): ReadonlyMap<string, Member> =>
    new Map(components.map((member) => [member.id, member])),
);

/** @throws BaiupError `cluster.no-such-member` when the plan and cluster.yaml no longer agree. */
export function memberNamed(inventory: Inventory, id: string): Member {
  const member = byId(inventory).get(id);
  if (member) return member;
  throw new BaiupError('cluster.no-such-member', `cluster.yaml has no member "${id}"`, {
    hint: `it has ${shortList(inventory.components.map((each) => each.id))}`,
  });
}
