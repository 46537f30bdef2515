import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import type { ManagerApi, SessionRequest } from './manager-api.ts';

export interface ProveOptions {
  /** Its name must be unique in the cluster: a session of this name is ended, whatever happens. */
  readonly request: SessionRequest;
  /** Milliseconds to reach RUNNING; 60 s unless told. */
  readonly runningTimeoutMs?: number;
  /** Milliseconds to reach TERMINATED; 60 s unless told. */
  readonly endedTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Seconds that each part took. */
export interface SessionProof {
  readonly running: number;
  readonly logs: number;
  readonly ended: number;
}

const hopeless = new Set(['ERROR', 'CANCELLED', 'TERMINATED']);

/**
 * The proof of life: a session is asked for, runs, answers through its agent, and ends. Green health endpoints
 * prove little. What was started is ended, whatever happens in between.
 * @throws BaiupError `session.not-running`, `session.not-ended`, and those of the API
 */
export async function proveSession(api: ManagerApi, options: ProveOptions): Promise<SessionProof> {
  const { request, signal } = options;
  let at = performance.now();
  const lap = () => {
    const before = at;
    at = performance.now();
    return (at - before) / 1000;
  };
  try {
    await api.createSession(request, signal);
    await awaitRunning(api, options);
    const running = lap();
    await api.sessionLogs(request.name, signal);
    const logs = lap();
    await api.destroySession(request.name, signal);
    await awaitEnd(api, options);
    return { running, logs, ended: lap() };
  } catch (error) {
    // Also after a request whose answer was lost: the name is ours alone, so nothing else can end.
    await api.destroySession(request.name).catch(() => undefined);
    throw error;
  }
}

async function awaitRunning(
  api: ManagerApi,
  { request, runningTimeoutMs = 60_000, signal }: ProveOptions,
): Promise<void> {
  let last = 'nothing';
  const status = await waitFor(
    async () => {
      last = (await api.sessionStatus(request.name, signal)) ?? 'nothing';
      return last === 'RUNNING' || hopeless.has(last) ? last : undefined;
    },
    {
      timeoutMs: runningTimeoutMs,
      everyMs: 150,
      signal,
      what: `session ${request.name} to run`,
      code: 'session.not-running',
    },
  ).catch((error: unknown) => {
    throw notRunning(request.name, last, error);
  });
  if (status !== 'RUNNING') throw notRunning(request.name, status, undefined);
}

async function awaitEnd(
  api: ManagerApi,
  { request, endedTimeoutMs = 60_000, signal }: ProveOptions,
): Promise<void> {
  await waitFor(
    async () => {
      const status = await api.sessionStatus(request.name, signal);
      return status === undefined || hopeless.has(status) ? true : undefined;
    },
    {
      timeoutMs: endedTimeoutMs,
      everyMs: 150,
      signal,
      what: `session ${request.name} to end`,
      code: 'session.not-ended',
    },
  );
}

function notRunning(name: string, last: string, cause: unknown): unknown {
  if (cause !== undefined && !(cause instanceof BaiupError)) return cause;
  return new BaiupError(
    'session.not-running',
    `session ${name} was accepted but did not run: its state is ${last}`,
    {
      hint: "see the manager's and the agent's logs",
      cause,
    },
  );
}
