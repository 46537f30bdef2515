import type { EnvironmentName } from '../../core/cluster/environment-name.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { ParkedProgram, Service, ServiceProgram } from './port.ts';

/** What a simulated service is at a moment. */
export interface SimulatedServiceState {
  active: boolean;
  environment: string;
  /** The path by which it names that. */
  named?: EnvironmentName;
  /** What waits for its start. */
  parked?: ParkedProgram;
  /** The environment of what stands in for it. */
  standIn?: string;
  /** What it has written of itself where others look for it, and takes back when it ends. */
  registered?: string[];
}

interface Manner {
  readonly program?: Partial<ServiceProgram>;
  /** Whether it has to be killed to end. */
  readonly isStubborn?: () => boolean;
  /** What a program reads that is parked; nothing unless told. */
  readonly reads?: () => ParkedProgram['read'];
  /** Why its program cannot wait parked. */
  readonly obstacle?: string;
}

/** A service in memory: its log has a line for each start. */
export function simulatedService(state: SimulatedServiceState, manner: Manner = {}): Service {
  const { program = {}, isStubborn = () => false, reads = () => ({}), obstacle } = manner;
  const log: string[] = [];
  return {
    state: async () => ({
      active: state.active,
      environment: state.environment,
      ...(state.named ? { named: state.named } : {}),
    }),
    program: async () => ({ arguments: ['-m', 'program'], cwd: '/', variables: {}, ...program }),
    logTail: async (lines) => log.slice(-lines).join('\n'),
    start: async () => {
      const { active, environment, parked } = state;
      if (active) return { parked: false };
      log.push(`serving from ${environment}`);
      state.active = true;
      delete state.parked;
      if (!parked || parked.environment === environment) return { parked: parked !== undefined };
      return { parked: false, why: 'its service starts another command, or with other variables' };
    },
    park: async ({ environment }) => {
      if (obstacle) throw new BaiupError('service.not-parked', obstacle);
      state.parked = { environment, version: environment.replace(/^.*-/, ''), read: reads() };
      return state.parked;
    },
    standIn: {
      runs: async () => state.standIn,
      start: async ({ environment }) => {
        state.standIn = environment;
      },
      end: async () => {
        if (state.standIn !== undefined && state.registered) state.registered = [];
        delete state.standIn;
        return { killed: false };
      },
    },
    answer: async (who) => {
      const from = who === 'service' ? state.active && state.environment : state.standIn;
      return from ? { status: 200, text: JSON.stringify({ manager: from.replace(/^.*-/, '') }) } : undefined;
    },
    parked: async () => state.parked,
    unpark: async () => {
      delete state.parked;
    },
    stop: async (_signal, { signal }) => {
      if (!state.active) return { killed: false };
      if (isStubborn()) signal?.throwIfAborted();
      state.active = false;
      return { killed: isStubborn() };
    },
    linkEnvironment: async (keep) => {
      if (state.named?.isFolder) state.environment = keep;
      if (state.named) state.named = { ...state.named, isFolder: false };
      return true;
    },
    forgetLink: async () => undefined,
    switchEnvironment: async (environment) => {
      state.environment = environment;
    },
  };
}
