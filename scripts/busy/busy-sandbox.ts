import { join } from 'node:path';
import { loadInventory } from '../../src/app/discovery/load-inventory.ts';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { addEndpoints } from './endpoints.ts';
import { inDatabase } from './in-database.ts';
import { addPeople, type Person } from './people.ts';
import { roomyAgent } from './roomy-agent.ts';

export interface Busy {
  readonly inventory: Inventory;
  readonly people: readonly Person[];
}

interface Wanted {
  readonly people: readonly string[];
  /** How many sessions there may be. */
  readonly room: number;
  /** Whether its release is one up to 24.09. */
  readonly before25: boolean;
  /** Endpoints of the first of the people, and how many sessions each should have. */
  readonly endpoints?: Readonly<Record<string, number>>;
}

/** Gives a sandbox people with keys of their own, room for their sessions, and endpoints. */
export async function busySandbox(clusterFile: string, wanted: Wanted): Promise<Busy> {
  const { inventory } = await loadInventory(clusterFile);
  await roomyAgent(inventory, { sessions: wanted.room, before25: wanted.before25 });
  const volume = join(clusterFile, '../volumes/volume1');
  const people = await inDatabase(inventory, async (database) => {
    const added = await addPeople(database, wanted.people);
    const [first] = added;
    if (first && wanted.endpoints) {
      await addEndpoints(database, { owner: first.email, replicas: wanted.endpoints, volume });
    }
    const text = "SELECT 1 FROM agents WHERE status::text = 'ALIVE' AND (available_slots->>'cpu')::int >= $1";
    const isRoomy = async () => ((await database.query(text, [wanted.room])).length > 0 ? true : undefined);
    await waitFor(isRoomy, { timeoutMs: 120_000, everyMs: 500, what: 'an agent with room' });
    return added;
  });
  return { inventory, people };
}
