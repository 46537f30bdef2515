import { BaiupError } from '../../lib/errors.ts';
import { remembered } from '../../lib/remembered.ts';
import type { Inventory, Member } from './inventory.ts';

const byId = remembered(
  ({ components }: Pick<Inventory, 'components'>): ReadonlyMap<string, Member> =>
    new Map(components.map((member) => [member.id, member])),
);

const most = 20;

/** Names as a sentence lists them: "a1, a2, a3 and 9,997 more" where there are many. */
function shortList(names: readonly string[]): string {
  if (names.length <= most) return names.join(', ');
  const shown = names.slice(0, most / 2);
  return `${shown.join(', ')} and ${(names.length - shown.length).toLocaleString('en')} more`;
}

/** @throws BaiupError `cluster.no-such-member` when the plan and cluster.yaml no longer agree. */
export function memberNamed(inventory: Inventory, id: string): Member {
  const member = byId(inventory).get(id);
  if (member) return member;
  throw new BaiupError('cluster.no-such-member', `cluster.yaml has no component "${id}"`, {
    hint: `it has ${shortList(inventory.components.map((each) => each.id))}`,
  });
}
