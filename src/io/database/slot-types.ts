import type { Slot, SlotType } from '../../core/cluster/slots.ts';
import type { Statement } from './change.ts';
import type { Database } from './database.ts';

/** So many agents of a slot are named. */
const named = 10;

interface Row {
  readonly name: string;
  readonly count: string;
  readonly agents: string[];
}

/** Slots without etcd's units. */
export interface FoundSlots {
  readonly slots: readonly Omit<Slot, 'type'>[];
  /** The names in `resource_slot_types`, where that table is. */
  readonly registered?: readonly string[];
}

/**
 * The slots of agents in any state, where the release keeps them with its agents (26.09 keeps them only as rows that refer
 * to the table), and the names in `resource_slot_types` where that table is.
 */
export async function readSlots(database: Database): Promise<FoundSlots> {
  const [there] = await database.query<{ agents: boolean; types: boolean }>(
    "SELECT to_regclass('public.agents') IS NOT NULL AS agents, to_regclass('public.resource_slot_types') IS NOT NULL AS types",
  );
  const slots = there?.agents ? await slotsOfAgents(database) : [];
  if (!there?.types) return { slots };
  const types = await database.query<{ name: string }>(
    'SELECT slot_name AS name FROM public.resource_slot_types ORDER BY 1',
  );
  return { slots, registered: types.map(({ name }) => name) };
}

async function slotsOfAgents(database: Database): Promise<Omit<Slot, 'type'>[]> {
  const rows = await database.query<Row>(
    `SELECT name, count(*)::text AS count, (array_agg(a.id::text ORDER BY a.id))[1:${named}] AS agents FROM agents a,
       jsonb_object_keys(CASE jsonb_typeof(to_jsonb(a) -> 'available_slots') WHEN 'object' THEN to_jsonb(a) -> 'available_slots' ELSE '{}' END) AS name
     GROUP BY name ORDER BY name COLLATE "C"`,
  );
  return rows.map(({ name, count, agents }) => ({ name, count: Number(count), agents }));
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * Adds slots to `resource_slot_types`; those that are there stay as they are. Only columns that every release has are
 * named: the others have defaults. Source: revisions 4b7b4b040a70, ccf8ae5c90fe, d3f4a5b6c7d8 and bee1c0de01a1.
 */
export function slotTypesStatement(slots: readonly SlotType[]): Statement {
  const rows = slots.map(({ name, type }) => `(${literal(name)}, ${literal(type)})`);
  return {
    sql: `INSERT INTO resource_slot_types (slot_name, slot_type) VALUES ${rows.join(', ')} ON CONFLICT (slot_name) DO NOTHING`,
  };
}
