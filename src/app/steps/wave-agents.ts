import { type CapacityDifference, compareCapacity } from '../../core/census/capacity.ts';
import type { Counted } from '../../core/census/census.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { atMost } from '../../lib/at-most.ts';
import { capacityInWords } from './capacity-prove.ts';
import type { StepContext } from './context.ts';
import { hostOfFiles } from './host-of-files.ts';
import { damagedDocument, keptDocument, someDocument } from './kept-document.ts';
import { keptFiles } from './kept-files.ts';
import { type MemberAgents, memberAgents } from './member-agents.ts';

export const waveMembers = (
  members: readonly string[],
  context: StepContext,
): Promise<readonly MemberAgents[]> =>
  atMost(defaultLimits.inAll, members, (id) =>
    memberAgents(memberNamed(context.inventory, id), ({ config }) =>
      hostOfFiles(id, context).readText(config),
    ),
  );

const isSlot = ({ kind }: CapacityDifference): boolean => kind === 'slot-missing' || kind === 'slot-less';

/**
 * Compares what the agents of a wave offer with what they offered before it.
 * @param isLessFine whether the operator accepts that they offer less
 * @returns what is wrong, by member; nothing where all is as before
 */
export async function notAsBefore(
  hop: number,
  members: readonly MemberAgents[],
  isLessFine: boolean,
  context: StepContext,
): Promise<ReadonlyMap<string, string>> {
  const file = keptFiles(context, hop).agents;
  const damaged = damagedDocument(file, 'what agents offered before the first wave');
  const before = (await keptDocument(file, someDocument<Counted>(), damaged)) ?? { count: 0, rows: {} };
  const now = await context.database.capacity();
  const wrong = members.flatMap(({ member, agents }): [string, string][] => {
    const [first] = compareCapacity(before, now, agents).filter((each) => !(isLessFine && isSlot(each)));
    return first ? [[member, capacityInWords(first)]] : [];
  });
  return new Map(wrong);
}
