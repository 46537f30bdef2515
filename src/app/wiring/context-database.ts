import { dirname } from 'node:path';
import type { AgentGroup } from '../../core/catalog/rules/key-move.ts';
import type { KernelState } from '../../core/workloads/kernel-state.ts';
import { readAlembicVersion, readDatabaseSize } from '../../io/database/alembic-version.ts';
import { asideDoor } from '../../io/database/aside/aside-door.ts';
import { canSetAside } from '../../io/database/aside/can-set-aside.ts';
import { canRestore } from '../../io/database/can-restore.ts';
import { changeInOneTransaction } from '../../io/database/change.ts';
import {
  type Database,
  type DatabaseAddress,
  type DatabaseOptions,
  withDatabase,
} from '../../io/database/database.ts';
import { dumpDatabase } from '../../io/database/dump.ts';
import { holdView } from '../../io/database/hold-view.ts';
import { readIntake, writeReplicas, writeSchedulable } from '../../io/database/intake.ts';
import { introspect } from '../../io/database/introspect.ts';
import { lingering } from '../../io/database/lingering.ts';
import { readLiveSessions } from '../../io/database/live-sessions.ts';
import {
  countTables,
  databaseExists,
  dropOwnDatabase,
  makeOwnDatabase,
  mayCreate,
} from '../../io/database/own-database.ts';
import { readProofGround } from '../../io/database/proof-ground.ts';
import { readProxyDoors, writeProxyDoors } from '../../io/database/proxy-doors.ts';
import { readAccess } from '../../io/database/read-access.ts';
import { readCapacity } from '../../io/database/read-census.ts';
import { readAllRows } from '../../io/database/read-rows.ts';
import { endSessions, mayEndSessions, readSessions, readTimeouts } from '../../io/database/read-sessions.ts';
import { readViews } from '../../io/database/read-views.ts';
import { restoreDatabase } from '../../io/database/restore.ts';
import { readStillHeld } from '../../io/database/sample-keys.ts';
import { readScratches } from '../../io/database/scratch.ts';
import { sealDump } from '../../io/database/seal.ts';
import { readSlots, slotTypesStatement } from '../../io/database/slot-types.ts';
import { countWorkloads } from '../../io/database/workloads/count-workloads.ts';
import { askTogether } from '../../lib/ask-together.ts';
import type { AgentRow } from '../steps/agent-row.ts';
import type { ContextDatabase, OwnDatabase } from '../steps/context.ts';
import type { DumpTools } from './dump-tools.ts';
import { freeBesideServer } from './free-beside-server.ts';

interface Options extends DumpTools {
  readonly address: DatabaseAddress;
  /** Whether the questions that are asked one after the other inside a stop share a connection. */
  readonly lingers?: boolean;
  /** Cuts a restore; without it one that was begun is finished. */
  readonly signal?: AbortSignal;
}

/** To open a second connection takes longer than to dump a database that was smaller when a run looked at it. */
const smallBytes = 50e6;

/** Every agent that is known and not gone for good, with its resource group. */
async function readAgentGroups(database: Database): Promise<AgentGroup[]> {
  const rows = await database.query<{ agent: string; group: string; address: string | null }>(
    `SELECT id AS agent, to_jsonb(a)->>'scaling_group' AS group,
       CASE WHEN status::text = 'ALIVE' THEN coalesce(to_jsonb(a)->>'addr', '') END AS address FROM agents a
     WHERE status::text <> 'TERMINATED' AND coalesce(to_jsonb(a)->>'scaling_group', '') <> '' ORDER BY id`,
  );
  return rows.map(({ address, ...row }) => (address === null ? row : { ...row, address }));
}

async function readKernelsOn(
  database: Database,
  agents: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await database.query<{ agent: string; kernels: string[] }>(
    `SELECT agent, array_agg(id::text ORDER BY id) AS kernels FROM kernels
     WHERE agent = ANY($1) AND status::text LIKE 'RUNNING%' GROUP BY 1`,
    [agents],
  );
  return new Map(rows.map(({ agent, kernels }) => [agent, kernels]));
}

async function readKernels(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, KernelState>> {
  const rows = await database.query<KernelState & { readonly id: string }>(
    `SELECT id::text AS id, coalesce(session_name, '') AS name, status::text AS status,
            coalesce(status_info, '') AS info
     FROM kernels WHERE id::text = ANY($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

async function readAgents(
  database: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, AgentRow>> {
  const rows = await database.query<AgentRow & { readonly id: string }>(
    'SELECT id, status::text AS status, version FROM agents WHERE id = ANY($1)',
    [ids],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** Of questions that read whole tables: kernels by their status took 8 s of a million on a busy machine. */
const throughTables: DatabaseOptions = { queryTimeoutMs: 600_000 };

/**
 * The cluster's database as steps see it. Each question opens a connection of its own, or takes one that lingers: a
 * restore ends them all.
 * Questions about single agents are asked together.
 */
export function contextDatabase({
  address,
  host,
  programs,
  place,
  away,
  lingers = false,
  signal: cut,
}: Options): ContextDatabase {
  const ask = <T>(act: (database: Database) => Promise<T>): Promise<T> => withDatabase(address, act);
  const readThrough = <T>(act: (database: Database) => Promise<T>): Promise<T> =>
    withDatabase(address, act, throughTables);
  const askSoonAgain = lingers ? lingering(address) : ask;
  let bytes: number | undefined;
  const kernelsOn = askTogether((ids) => ask((database) => readKernelsOn(database, ids)));
  return {
    revisions: () => askSoonAgain(readAlembicVersion),
    workloads: () => readThrough(countWorkloads),
    sessions: () => readThrough(readLiveSessions),
    proofGround: (starter) => ask((database) => readProofGround(database, starter)),
    stillHeld: (missing) => ask((database) => readStillHeld(database, missing)),
    intake: () => ask(readIntake),
    setSchedulable: (agents, schedulable) =>
      ask((database) => writeSchedulable(database, agents, schedulable)),
    setReplicas: (endpoints) => ask((database) => writeReplicas(database, endpoints)),
    kernelsOn: async (id) => (await kernelsOn(id)) ?? [],
    kernel: askTogether((ids) => ask((database) => readKernels(database, ids))),
    rows: (questions) => readThrough((database) => readAllRows(database, questions)),
    size: async () => {
      bytes = await ask(readDatabaseSize);
      return bytes;
    },
    agent: askTogether((ids) => ask((database) => readAgents(database, ids))),
    schema: () => ask(introspect),
    others: () => askSoonAgain((database) => readSessions(database)),
    endOthers: (sessions) => ask((database) => endSessions(database, sessions)),
    mayEndOthers: () => ask(mayEndSessions),
    timeouts: () => ask(readTimeouts),
    views: () => ask(readViews),
    view: () => holdView(address),
    capacity: () => ask(readCapacity),
    access: () => ask(readAccess),
    restorable: () => ask(canRestore),
    scratches: () => ask(readScratches),
    proxyDoors: () => ask(readProxyDoors),
    agentGroups: () => ask(readAgentGroups),
    setProxyDoors: (doors) => ask((database) => writeProxyDoors(database, doors)),
    slots: () => ask(readSlots),
    addSlotTypes: (slots) => changeInOneTransaction(address, [slotTypesStatement(slots)]),
    aside: (purpose) => asideDoor(address, purpose),
    asideObstacles: async () => {
      const free = await freeBesideServer(address, host);
      return ask((database) => canSetAside(database, { free }));
    },
    dump: async (kept, signal, name = address.name) => {
      const folder = await place(kept);
      const jobs = bytes !== undefined && bytes < smallBytes ? 1 : undefined;
      const tools = await programs();
      const { size } = await dumpDatabase({
        ...{ host, tools, folder, signal, jobs },
        address: { ...address, name },
      });
      return { size, ...(away === undefined ? {} : { host: away, folder }) };
    },
    roomAway: async (kept) => {
      if (away === undefined) return undefined;
      const folder = dirname(await place(kept));
      return { host: away, folder, free: await host.freeBytes(folder) };
    },
    keeps: async (folder) => (await host.stat(await place(folder))) !== undefined,
    seal: async (folder) => sealDump(host, await place(folder)),
    restore: async (kept) => {
      const folder = await place(kept);
      await restoreDatabase({
        host,
        tools: await programs(),
        address,
        folder,
        ...(cut ? { signal: cut } : {}),
      });
    },
  };
}

/** A database that a component has beside the cluster's. */
export function ownDatabase(options: Options): OwnDatabase {
  const { address } = options;
  return {
    ...contextDatabase(options),
    exists: () => databaseExists(address),
    mayCreate: () => mayCreate(address),
    tables: () => withDatabase(address, countTables, throughTables),
    make: () => makeOwnDatabase(address),
    unmake: () => dropOwnDatabase(address),
  };
}
