import { setTimeout as delay } from 'node:timers/promises';
import { BaiupError } from '../../lib/errors.ts';
import { waitFor } from '../../lib/wait.ts';
import { type ManagerApi, proofResources, type SessionRequest } from './manager-api.ts';

export interface ProveOptions {
  /** Its name must be unique in the cluster: a session of this name is ended, whatever happens. */
  readonly request: SessionRequest;
  /** Milliseconds to reach RUNNING; 60 s unless told. */
  readonly runningTimeoutMs?: number;
  /** Milliseconds to reach TERMINATED; 60 s unless told. */
  readonly endedTimeoutMs?: number;
  /** Milliseconds that it may wait for a place on an agent; 20 s unless told: agents may have begun a moment ago. */
  readonly placeTimeoutMs?: number;
  /** Milliseconds until the API answers at its address; 30 s unless told. */
  readonly apiTimeoutMs?: number;
  /** Milliseconds that managers may refuse because they were frozen; 6 s unless told. */
  readonly thawTimeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Seconds that each part took. */
export interface SessionProof {
  readonly running: number;
  readonly logs: number;
  readonly ended: number;
}

const hopeless = new Set(['ERROR', 'CANCELLED', 'TERMINATED']);

/** What managers say of a session that no agent has room for. */
const placeless = new Set(['no-available-instances', 'predicate-checks-failed']);

/**
 * The proof of life: a session is asked for, runs, answers through its agent, and ends. Green health endpoints
 * prove little. What was started is ended, whatever happens in between.
 * @throws BaiupError `session.no-room`, `session.not-running`, `session.not-ended`, and those of the API
 */
export async function proveSession(api: ManagerApi, options: ProveOptions): Promise<SessionProof> {
  const { request, signal } = options;
  await awaitApi(api, options);
  let at = performance.now();
  const lap = () => {
    const before = at;
    at = performance.now();
    return (at - before) / 1000;
  };
  try {
    await create(api, options);
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

/** Managers look at what they serve by every two seconds: after a thaw they may refuse for that long. */
async function create(
  api: ManagerApi,
  { request, thawTimeoutMs = 6_000, signal }: Pick<ProveOptions, 'request' | 'thawTimeoutMs' | 'signal'>,
): Promise<void> {
  const end = performance.now() + thawTimeoutMs;
  for (;;) {
    try {
      await api.createSession(request, signal);
      return;
    } catch (error) {
      const isFrozen = error instanceof BaiupError && error.message.includes('server is frozen');
      if (!isFrozen || performance.now() >= end) throw error;
      await delay(250, undefined, signal ? { signal } : {});
    }
  }
}

/**
 * A load balancer looks at managers from time to time, so the API may be away for seconds after all of them answer.
 * Whatever else is wrong with it, the first real question will say.
 */
async function awaitApi(
  api: ManagerApi,
  { apiTimeoutMs = 30_000, signal }: Pick<ProveOptions, 'apiTimeoutMs' | 'signal'>,
): Promise<void> {
  const answers = async (): Promise<true> => {
    await api.status(signal).catch((error: unknown) => {
      if (!(error instanceof BaiupError && error.code === 'api.refused')) throw error;
    });
    return true;
  };
  const what = 'the API to answer at its address';
  await waitFor(answers, { timeoutMs: apiTimeoutMs, everyMs: 250, signal, what }).catch(() =>
    signal?.throwIfAborted(),
  );
}

async function awaitRunning(
  api: ManagerApi,
  { request, runningTimeoutMs = 60_000, placeTimeoutMs = 20_000, signal }: ProveOptions,
): Promise<void> {
  const { name } = request;
  const began = performance.now();
  let last = 'nothing';
  const status = await waitFor(
    async () => {
      const state = await api.sessionState(name, signal);
      const info = state?.statusInfo;
      last = state ? `${state.status}${info ? ` (${info})` : ''}` : 'nothing';
      if (state?.status === 'RUNNING' || hopeless.has(state?.status ?? '')) return state?.status;
      const waits = state?.status === 'PENDING' && placeless.has(info ?? '');
      return waits && performance.now() - began >= placeTimeoutMs ? 'no room' : undefined;
    },
    {
      timeoutMs: runningTimeoutMs,
      everyMs: 150,
      signal,
      what: `session ${name} to run`,
      code: 'session.not-running',
    },
  ).catch((error: unknown) => {
    throw notRunning(name, last, error);
  });
  if (status === 'no room') throw noRoom(request, last);
  if (status !== 'RUNNING') throw notRunning(name, last, undefined);
}

async function awaitEnd(
  api: ManagerApi,
  { request, endedTimeoutMs = 60_000, signal }: ProveOptions,
): Promise<void> {
  await waitFor(
    async () => {
      const state = await api.sessionState(request.name, signal);
      return state === undefined || hopeless.has(state.status) ? true : undefined;
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

function noRoom(
  { name, scalingGroup = 'default', resources = proofResources }: SessionRequest,
  last: string,
) {
  const { cpu, mem } = resources;
  return new BaiupError(
    'session.no-room',
    `session ${name} waits for resources: no agent of resource group ${scalingGroup} has ${cpu} cpu and ${mem} of memory free: its state is ${last}`,
    { hint: `end a session of resource group ${scalingGroup}, then try again` },
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
