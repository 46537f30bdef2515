import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { managerApi } from '../../src/io/workloads/manager-api.ts';
import { atMost } from '../../src/lib/at-most.ts';
import { secret } from '../../src/lib/secret.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { inDatabase } from './in-database.ts';
import type { Person } from './people.ts';

interface Wanted {
  readonly people: readonly Person[];
  /** Their names; people take turns. */
  readonly names: readonly string[];
  /** More than any agent has: such a session waits for a place. */
  readonly cpu?: number;
}

const isOfThese = 'name = ANY($1)';

/** Has people begin sessions with their own keys, and waits until all of them run, or wait for a place. */
export async function beginSessions(inventory: Inventory, { people, names, cpu = 1 }: Wanted): Promise<void> {
  const { api, proof } = inventory;
  const keys = people.map((person) =>
    managerApi({ ...api, accessKey: person.accessKey, secretKey: secret(person.secretKey) }),
  );
  const resources = { cpu: String(cpu), mem: '256m' };
  await atMost(8, [...names.entries()], async ([index, name]) => {
    await keys[index % keys.length]?.createSession({ name, ...proof, resources });
  });
  const status = cpu > 1 ? 'PENDING' : 'RUNNING';
  const text = `SELECT count(*)::int AS there FROM sessions WHERE ${isOfThese} AND status::text = '${status}'`;
  await inDatabase(inventory, (database) =>
    waitFor(
      async () => {
        const [row] = await database.query<{ there: number }>(text, [names]);
        return row?.there === names.length ? true : undefined;
      },
      { timeoutMs: 600_000, everyMs: 500, what: `${names.length} sessions to be ${status}` },
    ),
  );
}
