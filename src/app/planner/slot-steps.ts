import { makesSlotTypes, type SlotType, slotsLacking } from '../../core/cluster/slots.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import { slotsAdd } from '../steps/slots-add.ts';
import type { HopDraft } from './draft.ts';
import { makeStep } from './make-step.ts';
import { managerOf } from './stage.ts';

/** What the outage that makes the table of slots has to add to it; nothing in any other. */
export function slotsToAdd(legs: HopDraft['legs'], { slots }: Pick<ClusterSnapshot, 'slots'>): SlotType[] {
  const makes = legs.some(({ route }) => route.run.includes(makesSlotTypes));
  if (!slots || slots.registered || !makes) return [];
  return slotsLacking(slots).map(({ name, type }) => ({ name, type }));
}

/** Slots are added once the migration has made their table; agents start afterwards. */
export function slotSteps(draft: HopDraft, migrated: readonly string[]): PlannedStep[] {
  const { slots, number } = draft;
  if (slots.length === 0) return [];
  const where = { id: `${number}.migrate.slots`, needs: migrated, hosts: [managerOf(draft).member.host] };
  return [makeStep(slotsAdd, { hop: number, slots: [...slots] }, where)];
}
