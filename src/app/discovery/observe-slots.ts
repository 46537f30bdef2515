import type { Slots } from '../../core/cluster/slots.ts';
import type { Readers } from './readers.ts';

const units: readonly string[] = ['count', 'bytes', 'unique'];

/** The slots of all agents, whatever their state, and those that etcd names, each with etcd's unit for it. */
export async function observeSlots({
  database,
  configStore,
}: {
  readonly database: Pick<Readers['database'], 'slots'>;
  readonly configStore: Pick<Readers['configStore'], 'slots'>;
}): Promise<Slots> {
  const [found, written] = await Promise.all([database.slots(), configStore.slots()]);
  const unitOf = new Map(written.map(({ name, type }) => [name, type]));
  const byName = new Map(found.slots.map((slot) => [slot.name, slot]));
  const names = [...new Set([...byName.keys(), ...unitOf.keys()])].sort();
  const slots = names.map((name) => {
    const { count = 0, agents = [] } = byName.get(name) ?? {};
    const unit = unitOf.get(name) ?? '';
    return { name, type: units.includes(unit) ? unit : 'count', count, agents };
  });
  return { ...found, slots };
}
