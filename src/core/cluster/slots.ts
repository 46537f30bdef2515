/** A kind of resource that agents offer: `cpu`, `cuda.device:3g.20gb-mig`. */
export interface SlotType {
  readonly name: string;
  /** Its unit, as etcd has it: `count`, `bytes` or `unique`. */
  readonly type: string;
}

/** A slot and who has it; nobody where only etcd names it. */
export interface Slot extends SlotType {
  /** How many agents, in any state. */
  readonly count: number;
  /** The first of them. */
  readonly agents: readonly string[];
}

/** What a cluster has of slots. */
export interface Slots {
  /** Of all agents and of etcd, by name. */
  readonly slots: readonly Slot[];
  /** Names in the table `resource_slot_types`; absent where the release has none. */
  readonly registered?: readonly string[];
}

/** The revision that makes the table, in 26.02. */
export const makesSlotTypes = '4b7b4b040a70';

/**
 * What the revisions of 26.02.0 and later put into it by themselves (4b7b4b040a70, ccf8ae5c90fe). Slots of agents that
 * are ALIVE come besides, but a migration finds none: the agents are stopped.
 */
const seeded: readonly string[] = [
  'cpu',
  'mem',
  ...['cuda.device', 'cuda.shares', 'rocm.device', 'tpu.device', 'ipu.device'],
  ...['atom.device', 'atom-plus.device', 'atom-max.device', 'gaudi2.device', 'warboy.device', 'rngd.device'],
  'hyperaccel-lpu.device',
];

/** The column's. */
const longestName = 64;

/** With the slots that plugins of agents will bring, which no agent need have had yet. */
export function withSlotsOfPlugins(
  known: Slots,
  members: readonly { readonly plugins?: readonly { readonly slots?: readonly SlotType[] }[] }[],
): Slots {
  const names = new Set(known.slots.map(({ name }) => name));
  const brought = members.flatMap(({ plugins = [] }) => plugins.flatMap(({ slots = [] }) => slots));
  const more = new Map(brought.filter(({ name }) => !names.has(name)).map((slot) => [slot.name, slot]));
  const slots = [...known.slots, ...[...more.values()].map((slot) => ({ ...slot, count: 0, agents: [] }))];
  return { ...known, slots: slots.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** Slots that the table lacks: each heartbeat of an agent that has one fails at its foreign key. */
export function slotsLacking({ slots, registered = seeded }: Slots): readonly Slot[] {
  const known = new Set(registered);
  return slots.filter(({ name }) => !known.has(name) && name.length <= longestName);
}
