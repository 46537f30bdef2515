import { makesSlotTypes, slotsLacking } from '../../core/cluster/slots.ts';
import { slotTypesStatement } from '../../io/database/slot-types.ts';
import { shortList } from '../../lib/short-list.ts';
import { runs } from './breaking-rows.ts';
import type { Check } from './check.ts';
import { slotLines } from './slots-unknown.ts';

const code = 'agent.slots-added';

/** 26.02 makes the table of slots and fills it for agents that are ALIVE; those that were stopped are not (revision 4b7b4b040a70). */
export const slotsAdded: Check = {
  code,
  find: ({ snapshot: { cluster, slots }, hops }) => {
    const hop = hops.find(runs(makesSlotTypes));
    if (!slots || slots.registered || !hop) return [];
    const found = slotsLacking(slots);
    if (found.length === 0) return [];
    const names = shortList(found.map(({ name }) => name));
    return [
      {
        code,
        severity: 'info',
        subject: cluster,
        summary: `the hop to ${hop.to} makes the table resource_slot_types without ${names}, and agents with such a slot would get no capacity; the plan adds a row for each after the migration`,
        detail: `${slotLines(found)}. ${slotTypesStatement(found).sql}`,
        hint: 'nothing to do; after the upgrade baiup status tells of slots that agents bring later',
        source: `revision ${makesSlotTypes}; seen in trials`,
      },
    ];
  },
};
