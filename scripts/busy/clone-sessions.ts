import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import type { Database } from '../../src/io/database/database.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { loadServiceFile } from '../../src/io/services/service-file.ts';
import { dummyAgent } from './dummy-agent.ts';
import { inDatabase } from './in-database.ts';

const program = fileURLToPath(new URL('./clone_kernels.py', import.meta.url));

interface Copy {
  readonly name: string;
  readonly session: string;
  readonly kernel: string;
}

interface Wanted {
  /** The name of a session that runs, of one kernel. */
  readonly of: string;
  readonly names: readonly string[];
}

/** Each row is like that of the session that is cloned, with keys of its own. */
const rows = [
  `INSERT INTO sessions SELECT (jsonb_populate_record(one, jsonb_build_object(
     'id', c.session, 'name', c.name, 'creation_id', left(c.session::text, 32)))).*
   FROM sessions one, jsonb_to_recordset($1) AS c(name text, session uuid) WHERE one.id::text = $2`,
  `INSERT INTO kernels SELECT (jsonb_populate_record(one, jsonb_build_object('id', c.kernel,
     'session_id', c.session, 'session_name', c.name, 'session_creation_id', left(c.session::text, 32)))).*
   FROM kernels one, jsonb_to_recordset($1) AS c(name text, session uuid, kernel uuid) WHERE one.session_id::text = $2`,
];

async function kernelOf(database: Database, name: string): Promise<{ session: string; kernel: string }> {
  const [found, ...others] = await database.query<{ session: string; kernel: string }>(
    `SELECT s.id::text AS session, k.id::text AS kernel FROM sessions s JOIN kernels k ON k.session_id = s.id
     WHERE s.name = $1 AND s.status::text = 'RUNNING'`,
    [name],
  );
  if (!found || others.length > 0) throw new Error(`no session ${name} of one kernel runs`);
  return found;
}

/** Has the dummy agent know the copies: while it does not run, the kernels that it knows are in a file. */
async function teachAgent(inventory: Inventory, of: string, copies: readonly Copy[]): Promise<void> {
  const { workdir, folder, service } = dummyAgent(inventory);
  const { environment } = await loadServiceFile(thisMachine, folder);
  await service.stop('SIGINT', { timeoutMs: 60_000 });
  const kept = join(workdir, 'var');
  const file = (await readdir(kept)).find((each) => /^last_registry\..*\.dat$/.test(each));
  if (file === undefined) throw new Error(`the agent has left no kernels in ${kept}`);
  await thisMachine.run({
    argv: [join(environment, 'bin/python'), program, join(kept, file)],
    input: JSON.stringify({ of, copies: copies.map(({ kernel, session }) => [kernel, session]) }),
    timeoutMs: 120_000,
  });
  await service.start();
}

/**
 * Adds copies of a session that runs, in a sandbox's database and in its dummy agent alike: managers begin two in a
 * second at best, and more slowly the more there are.
 */
export async function cloneSessions(inventory: Inventory, { of, names }: Wanted): Promise<void> {
  const copies = names.map((name): Copy => ({ name, session: randomUUID(), kernel: randomUUID() }));
  await inDatabase(inventory, async (database) => {
    const one = await kernelOf(database, of);
    await teachAgent(inventory, one.kernel, copies);
    for (const text of rows) await database.query(text, [JSON.stringify(copies), one.session]);
  });
}
