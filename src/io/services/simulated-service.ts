import type { EnvironmentName } from '../../core/cluster/environment-name.ts';
import type { Service, ServiceProgram } from './port.ts';

/** What a simulated service is at a moment. */
export interface SimulatedServiceState {
  active: boolean;
  environment: string;
  /** The path by which it names that. */
  named?: EnvironmentName;
}

interface Manner {
  readonly program?: Partial<ServiceProgram>;
  /** Whether it has to be killed to end. */
  readonly isStubborn?: () => boolean;
}

/** A service in memory: its log has a line for each start. */
export function simulatedService(state: SimulatedServiceState, manner: Manner = {}): Service {
  const { program = {}, isStubborn = () => false } = manner;
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
      if (!state.active) log.push(`serving from ${state.environment}`);
      state.active = true;
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
