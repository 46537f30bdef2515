import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { managerApi } from '../../src/io/workloads/manager-api.ts';
import { secret } from '../../src/lib/secret.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { sql } from './lab.ts';

/** What users do with a sandbox: they begin sessions, look into them, and end them. */
export function sessionsOf(inventory: Inventory) {
  const { api, proof } = inventory;
  if (typeof api.secretKey !== 'string') throw new Error('a sandbox keeps its keys in its own file');
  const manager = managerApi({ ...api, secretKey: secret(api.secretKey) });
  const stateOf = async (name: string): Promise<string | undefined> => {
    const [row] = await sql(inventory, `SELECT status::text AS status FROM sessions WHERE name = '${name}'`);
    return row?.['status'] as string | undefined;
  };
  const reaches = (name: string, status: string) =>
    waitFor(async () => ((await stateOf(name)) === status ? true : undefined), {
      timeoutMs: 60_000,
      what: `session ${name} to be ${status}`,
    });
  return {
    stateOf,
    reaches,
    /** @returns its id, once it runs */
    begin: async (name: string): Promise<string> => {
      const { id } = await manager.createSession({ name, ...proof });
      await reaches(name, 'RUNNING');
      return id;
    },
    end: async (name: string): Promise<void> => {
      await manager.destroySession(name);
      await reaches(name, 'TERMINATED');
    },
    /** Only an agent that knows the session answers. */
    logs: (name: string): Promise<string> => manager.sessionLogs(name),
    /** Sessions of the proof that run. */
    proofs: async (): Promise<number> => {
      const text = "SELECT name FROM sessions WHERE name LIKE 'baiup-proof-%' AND status::text = 'RUNNING'";
      return (await sql(inventory, text)).length;
    },
  };
}
