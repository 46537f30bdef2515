import type { WorkloadsSource } from '../../workloads/source.ts';
import { type DatabaseAddress, openDatabase } from '../database.ts';
import { columnsOf } from './columns-of.ts';
import { readAgents } from './read-agents.ts';
import { readEndpoints } from './read-endpoints.ts';
import { readFolders } from './read-folders.ts';
import { type SessionRow, sessionOfRow } from './session-of-row.ts';
import { sessionsQuery } from './sessions-query.ts';

const tables = ['sessions', 'kernels', 'agents', 'agent_resources', 'endpoints', 'vfolders'];

/** So many sessions are under way at once: a hundred thousand would not fit into memory. */
const batch = 2000;

/** A statement on a hundred thousand sessions takes seconds where the server is busy. */
const queryTimeoutMs = 60_000;

/** The workloads of a cluster as its database has them, all as of one moment and in a transaction that cannot write. */
export async function workloadsIn(address: DatabaseAddress): Promise<WorkloadsSource> {
  const database = await openDatabase(address, { queryTimeoutMs });
  const close = (): Promise<void> => database.close().catch(() => undefined);
  try {
    await database.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const columns = await columnsOf(database, tables);
    return {
      async *sessions() {
        await database.query(`DECLARE workloads NO SCROLL CURSOR FOR ${sessionsQuery(columns)}`);
        const nextRows = () => database.query<SessionRow>(`FETCH ${batch} FROM workloads`);
        let coming = nextRows();
        for (let isLast = false; !isLast; ) {
          const rows = await coming;
          isLast = rows.length < batch;
          // The server reads the next ones while these are written; of whoever stops here nobody waits for them.
          if (!isLast) {
            coming = nextRows();
            coming.catch(() => undefined);
          }
          if (rows.length > 0) yield rows.map(sessionOfRow);
        }
        await database.query('CLOSE workloads');
      },
      agents: () => readAgents(database, columns),
      endpoints: () => readEndpoints(database, columns),
      folders: () => readFolders(database, columns),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
