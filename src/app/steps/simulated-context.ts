import { createHash } from 'node:crypto';
import { access, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { simulatedWindows } from '../../io/configstore/simulated-windows.ts';
import { asideNames } from '../../io/database/aside/aside-names.ts';
import type { Host } from '../../io/hosts/port.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { simulatedService } from '../../io/services/simulated-service.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { ContextContainers, EnvironmentRequest, StepContext } from './context.ts';
import { noStrangers } from './no-strangers.ts';
import { emptySchema, simulatedDatabase, simulatedName, simulatedOwnDatabase } from './simulated-database.ts';
import type { SimulatedState } from './simulated-state.ts';

const nothing = { size: 0, sha256: '' };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function simulatedMemberHost(state: SimulatedState): Host {
  const files = simulatedHost('local', state.files);
  return {
    ...files,
    readText: async (path) => (await files.readText(path)) ?? state.configuration,
    replaceText: async (_path, text) => {
      state.configuration = text;
    },
    sha256: async (path) => (path === '/c' ? sha256(state.configuration) : files.sha256(path)),
    // The one command that steps give: an older release reads a file of kernels.
    ask: async ({ argv }) => {
      const kernels = state.files.get(argv.at(-1) ?? '')?.content ?? '';
      const stdout = kernels.startsWith('[') ? kernels : '[]';
      return { exitCode: state.readable ? 0 : 1, stdout, stderr: '', durationMs: 0 };
    },
  };
}

/** Every release wants one volume. */
function simulatedContainers(state: SimulatedState): ContextContainers {
  const { built } = state;
  const nameOf = (environment: string): string => `volume of ${environment}`;
  return {
    volumes: async (environment) => {
      const name = nameOf(environment);
      return [{ name, version: '1', state: built.has(name) ? 'whole' : 'missing' }];
    },
    kernels: async () => state.containers,
    mounted: async () => [],
    end: async (id) => {
      state.containers = state.containers.filter((each) => each.id !== id);
    },
    makeVolumes: async (environment) => {
      built.add(nameOf(environment));
    },
  };
}

/** A context over one member and a database of one row, for the laws that every step keeps. */
export function simulatedContext(
  runFolder: string,
  inventory: Inventory,
  state: SimulatedState,
): StepContext {
  const kept = { etcd: state.etcd };
  const versionOf = (environment: string): string => environment.slice(environment.lastIndexOf('-') + 1);
  const host = simulatedMemberHost(state);
  const nameOfCopy = (hop: number): string =>
    asideNames(simulatedName, { run: basename(runFolder), hop }).copy;
  return {
    inventory,
    runFolder,
    run: basename(runFolder),
    host: () => host,
    service: () => simulatedService(state, { reads: () => ({ '/c': sha256(state.configuration) }) }),
    strangers: noStrangers,
    containers: () => simulatedContainers(state),
    database: simulatedDatabase(state),
    ownDatabase: () => simulatedOwnDatabase(state),
    configStore: {
      capture: async (file) => {
        kept.etcd = state.etcd;
        await writeFile(file, kept.etcd);
        return { ...nothing, keys: 1 };
      },
      restore: async (file) => {
        await access(file);
        state.etcd = kept.etcd;
      },
      captured: async () => [],
      registries: async () => [],
      slots: async () => [],
      managerStatus: async () => (state.frozen ? 'frozen' : 'running'),
      announcement: async () => state.announcement,
      announce: async (announcement) => {
        state.announcement = announcement;
      },
      windows: simulatedWindows(),
      setManagerStatus: async (status) => {
        state.frozen = status === 'frozen';
      },
      pairs: async () => state.registered.map((key) => ({ key, value: 'up' })),
      putPairs: async (pairs) => {
        state.registered = [...new Set([...state.registered, ...pairs.map(({ key }) => key)])];
      },
      keys: async (prefixes) => (state.etcd === 'moved' ? [] : prefixes.map((prefix) => `${prefix}lamp`)),
      move: async (moves) => {
        state.etcd = 'moved';
        return moves.map(({ move }) => `${move}lamp`);
      },
    },
    startMigrator: async ({ run, head, copyOf }) => ({
      go: async () => {
        const copy = copyOf === undefined ? undefined : nameOfCopy(copyOf);
        const found = copy === undefined ? undefined : state.others.get(copy);
        if (copy === undefined) state.rows = [head];
        else if (found) state.others.set(copy, { ...found, data: [head] });
        else throw new Error('there is no copy to migrate');
        state.etcd = 'moved';
        return run.map((id) => ({ id, seconds: 0 }));
      },
      cancel: async () => undefined,
    }),
    migrators: new Map(),
    started: new Set(),
    views: new Map(),
    freshSchema: async () => emptySchema,
    fillDatabase: async (_environment, { head }) => {
      state.own = [head];
    },
    endSessions: async (sessions) => {
      if (!state.answers) throw new BaiupError('api.unreachable', 'the manager does not answer');
      const ids = new Set(sessions.filter(({ name }) => name !== 'endless').map(({ id }) => id));
      state.sessions = state.sessions.filter(({ id }) => !ids.has(id));
      return sessions.filter(({ id }) => !ids.has(id));
    },
    freeze: async () => {
      if (!state.answers) throw new BaiupError('api.unreachable', 'the manager does not answer');
      state.frozen = true;
    },
    apiAnswers: async () => state.answered,
    proveSession: async () => ({ running: 0, logs: 0, ended: 0 }),
    buildEnvironment: async ({ folder }: EnvironmentRequest) => {
      state.built.add(folder);
      return { choice: 'as-of-3-days' };
    },
    requireConfiguration: async () => undefined,
    requirePlugins: async () => undefined,
    heldIn: async (_host, environment) => state.held[environment] ?? [],
    environmentStands: async ({ folder }) => state.built.has(folder),
    settleEvents: async () => undefined,
    releaseLocks: async () => 0,
    askMember: async () => ({ version: versionOf(state.environment), healthy: state.active }),
    signal: new AbortController().signal,
  };
}
