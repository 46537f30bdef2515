import { access, writeFile } from 'node:fs/promises';
import type { Census } from '../../core/census/census.ts';
import { capacity } from '../../core/census/kinds.ts';
import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { DatabaseView } from '../../io/database/hold-view.ts';
import type { ContextDatabase, OwnDatabase } from './context.ts';
import type { ContextOthers } from './context-others.ts';
import { type SimulatedServer, simulatedAside } from './simulated-aside.ts';
import type { SimulatedState } from './simulated-state.ts';

export const emptySchema: SchemaSnapshot = { tables: {}, types: {}, sequences: {}, extensions: [] };

const asked = {
  seal: async () => ({ files: 1, sha256: '0' }),
  schema: async () => emptySchema,
  views: async () => [],
  timeouts: async () => [],
  access: async () => ({ owner: null, owners: {}, tables: [], sequences: [], may: {} }),
  agent: async () => undefined,
  stillHeld: async (missing: ReadonlyMap<string, readonly string[]>) =>
    new Map([...missing].map(([what, keys]) => [what, new Set(keys)])),
  proofGround: async () => ({ groups: [], agents: [], architectures: [], most: undefined }),
  workloads: async () => ({ running: 0, inFlight: 0, pending: 0 }),
  rows: async () => ({}),
  restorable: async () => [],
  scratches: async () => [],
  size: async () => 0,
  asideObstacles: async () => [],
  roomAway: async () => undefined,
};

/** Of what is there, what an earlier census has. */
function alike<T>(found: Readonly<Record<string, T>>, like: object = found): Record<string, T> {
  return Object.fromEntries(Object.entries(found).filter(([name]) => Object.hasOwn(like, name)));
}

/** Its name on the simulated server. */
export const simulatedName = 'backend';

/** Databases by their names; the one under its own name is the state's. */
function serverOf(state: SimulatedState): SimulatedServer<string[]> {
  return {
    get: (name) => {
      if (name !== simulatedName) return state.others.get(name);
      return state.database === undefined ? undefined : { id: state.database, data: state.rows };
    },
    set(name, found) {
      if (name !== simulatedName) state.others.set(name, found);
      else Object.assign(state, { database: found.id, rows: found.data });
      return new Map();
    },
    delete(name) {
      if (name === simulatedName) Object.assign(state, { database: undefined });
      return state.others.delete(name);
    },
  };
}

/** Other programs at it; the role may end all of them that it may end. */
const visitorsOf = (state: SimulatedState): Omit<ContextOthers, 'timeouts'> => ({
  others: async () => state.visitors,
  mayEndOthers: async () => true,
  endOthers: async (sessions) => {
    const refused = sessions.filter(({ unendable }) => unendable);
    state.visitors = state.visitors.filter((each) => refused.includes(each) || !sessions.includes(each));
    return refused;
  },
});

/** The cluster's: one row of the revision table, and one resource group. Dumps are kept in memory. */
export function simulatedDatabase(state: SimulatedState): ContextDatabase {
  let kept = { rows: [...state.rows], slots: [...state.slots] };
  const view = async (): Promise<DatabaseView> => {
    const { holds, offers } = state;
    const kinds = { ...holds.kinds, [capacity]: offers };
    const census = async (like?: Census): Promise<Census> => ({
      kinds: alike(kinds, like?.kinds),
      tables: alike(holds.tables, like?.tables),
    });
    return {
      census,
      sessions: async () => state.sessions,
      slots: async () => ({ slots: [], registered: state.slots }),
      schema: asked.schema,
      access: asked.access,
      close: async () => undefined,
    };
  };
  return {
    ...asked,
    ...visitorsOf(state),
    revisions: async () => state.rows,
    view,
    aside: (purpose) => ({
      ...simulatedAside({ name: simulatedName, purpose, server: serverOf(state), rows: (rows) => rows }),
      view,
    }),
    capacity: async () => state.offers,
    sessions: async () => state.sessions,
    kernelsOn: async () => [
      ...Array.from({ length: state.kernels }, (_, index) => `kernel-${index + 1}`),
      ...Object.keys(state.known).filter((id) => state.known[id]?.status === 'RUNNING'),
    ],
    intake: async () => ({
      schedulable: [...state.schedulable],
      endpoints: [{ id: 'e', name: 'model', replicas: state.replicas, desired: null }],
    }),
    setSchedulable: async (agents, schedulable) => {
      const others = state.schedulable.filter((id) => !agents.includes(id));
      state.schedulable = schedulable ? [...others, ...agents].sort() : others;
    },
    setReplicas: async ([endpoint]) => {
      if (endpoint) state.replicas = endpoint.replicas;
    },
    kernel: async (id) => state.known[id],
    dump: async (file) => {
      kept = { rows: [...state.rows], slots: [...state.slots] };
      await writeFile(file, kept.rows.join());
      return { size: 0 };
    },
    keeps: async (file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    restore: async (file) => {
      await access(file);
      state.rows = [...kept.rows];
      state.slots = [...kept.slots];
    },
    slots: async () => ({ slots: [], registered: state.slots }),
    addSlotTypes: async (slots) => {
      state.slots = [...new Set([...state.slots, ...slots.map(({ name }) => name)])];
    },
    agentGroups: async () => [],
    proxyDoors: async () => [{ group: 'default', address: state.door, token: null }],
    setProxyDoors: async ([door]) => {
      if (door) state.door = door.address;
    },
  };
}

/** A member's own, which may not be there. */
export function simulatedOwnDatabase(state: SimulatedState): OwnDatabase {
  return {
    ...simulatedDatabase(state),
    revisions: async () => state.own ?? [],
    exists: async () => state.own !== undefined,
    mayCreate: async () => true,
    tables: async () => state.own?.length ?? 0,
    make: async () => {
      state.own = [];
    },
    unmake: async () => {
      state.own = undefined;
      return true;
    },
  };
}
