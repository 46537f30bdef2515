import { type Slot, slotsLacking } from '../../core/cluster/slots.ts';
import { slotTypesStatement } from '../../io/database/slot-types.ts';
import { shortList } from '../../lib/short-list.ts';
import { counted } from './breaking-rows.ts';
import type { Check, CheckInput } from './check.ts';

const code = 'agent.slots-unknown';

function lacking({ snapshot: { slots } }: CheckInput): readonly Slot[] {
  return slots?.registered === undefined ? [] : slotsLacking(slots);
}

/** "atom.device of i-npu-1; cuda.device:mig of i-1 and 3 more" */
export function slotLines(slots: readonly Slot[]): string {
  const each = slots.map(({ name, agents, count }) => {
    if (count === 0) return `${name}, which no agent has yet`;
    const more = count - agents.length;
    return `${name} of ${agents.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  });
  return each.join('; ');
}

/** From 26.02 on an agent gets its capacity through rows that refer to this table: with a slot that is not there it has none. */
export const slotsUnknown: Check = {
  code,
  find: (input) => {
    const found = lacking(input);
    if (found.length === 0) return [];
    const names = shortList(found.map(({ name }) => name));
    const agents = [...new Set(found.flatMap((slot) => slot.agents))];
    const whose =
      agents.length > 0
        ? `every heartbeat of ${shortList(agents)} fails, and ${agents.length === 1 ? 'it gets' : 'they get'} no capacity`
        : 'an agent that brings one gets no capacity';
    return [
      {
        code,
        severity: 'warning',
        subject: input.snapshot.cluster,
        summary: `the table resource_slot_types lacks ${names}: ${whose}`,
        detail: slotLines(found),
        hint: `${slotTypesStatement(found).sql};`,
        source: 'foreign key fk_agent_resources_slot_name_resource_slot_types, from 26.02 on; seen in trials',
      },
    ];
  },
  fix: {
    make: (input) => ({
      kind: 'sql',
      does: `adds ${counted(lacking(input).length, 'slot', 'slots')} to the table resource_slot_types`,
      statements: [slotTypesStatement(lacking(input))],
    }),
  },
};
