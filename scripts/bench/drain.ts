import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepContext } from '../../src/app/steps/context.ts';
import { endpointsRest } from '../../src/app/steps/endpoints-rest.ts';
import { workloadsDrain } from '../../src/app/steps/workloads-drain.ts';
import { workloadsQuiesce } from '../../src/app/steps/workloads-quiesce.ts';
import { openCluster } from '../../src/app/wiring/open-cluster.ts';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { type ManagerApi, managerApi } from '../../src/io/workloads/manager-api.ts';
import { atMost } from '../../src/lib/at-most.ts';
import { messageOf } from '../../src/lib/errors.ts';
import { secret } from '../../src/lib/secret.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { cloneSessions } from '../busy/clone-sessions.ts';
import { type Size, withSandbox } from './sized-sandbox.ts';

export interface DrainFigures {
  readonly sessions: number;
  /** Seconds until the managers have ended them, asked by nothing but their API, and until a drain has. */
  readonly alone: number;
  readonly drained: number;
}

/** So many are asked for at once: with 16 the manager is far slower. */
const atOnce = 2;

/** Whatever takes longer than this hangs. */
const patience = 1_200_000;

const say = (text: string): void => void process.stderr.write(`${text}\n`);

/** Tells from time to time how many sessions are left. @returns seconds */
async function timed(
  { database }: Pick<StepContext, 'database'>,
  act: () => Promise<unknown>,
): Promise<number> {
  const start = performance.now();
  const seconds = (): number => (performance.now() - start) / 1000;
  const tell = async (): Promise<void> =>
    say(`after ${seconds().toFixed(0)} s ${(await database.sessions()).length} sessions are left`);
  const telling = setInterval(() => tell().catch(() => undefined), 10_000);
  try {
    await act();
    return seconds();
  } finally {
    clearInterval(telling);
  }
}

/** Sessions of a dummy agent that run, though nothing has run before. */
async function fillWith(
  inventory: Inventory,
  api: ManagerApi,
  { name, sessions }: { readonly name: string; readonly sessions: number },
): Promise<void> {
  const isRunning = async () => ((await api.sessionState(name))?.status === 'RUNNING' ? true : undefined);
  await api.createSession({ name, ...inventory.proof });
  await waitFor(isRunning, { timeoutMs: 180_000, everyMs: 500, what: `session ${name} to run` });
  const names = Array.from({ length: sessions - 1 }, (_, index) => `${name}-${index + 1}`);
  await cloneSessions(inventory, { of: name, names });
  const last = names.at(-1) ?? name;
  const answers = async () => api.sessionLogs(last);
  await waitFor(answers, { timeoutMs: 180_000, everyMs: 500, what: `the agent to know session ${last}` });
  say(`${sessions} sessions run`);
}

/** The managers end all sessions, asked by nothing but their API; those that they refuse are asked for again. */
async function alone(api: ManagerApi, { database }: Pick<StepContext, 'database'>): Promise<void> {
  const accepted = new Set<string>();
  const askAll = async () => {
    const left = await database.sessions();
    const open = left.filter(({ id }) => !accepted.has(id));
    await atMost(atOnce, open, async (each) => {
      const ask = api.endSession(each, { forced: false }).then(() => accepted.add(each.id));
      await ask.catch((error: unknown) => say(messageOf(error)));
    });
    return left.length === 0 ? true : undefined;
  };
  await waitFor(askAll, { timeoutMs: patience, everyMs: 250, what: 'the managers to end all sessions' });
}

/** The steps of a drain whose sessions have no time to end by themselves. */
async function drained(context: StepContext): Promise<void> {
  const end = { policy: 'end', hop: 1 } as const;
  await workloadsQuiesce.apply({ hop: 1, restoresData: false }, context, 'todo');
  await workloadsDrain.apply({ ...end, seconds: 0.001, part: 'users' }, context, 'todo');
  await endpointsRest.apply({ hop: 1, restoresData: false }, context, 'todo');
  await workloadsDrain.apply({ ...end, seconds: 120, part: 'rest' }, context, 'todo');
}

/** How long a drain takes on a sandbox, beside what its manager needs to end as many sessions. */
export async function benchDrain(size: Size): Promise<DrainFigures> {
  const sessions = { smallest: 20, sandbox: 500, tenth: 500, million: 500 }[size];
  return withSandbox({ at: '24.03.11' }, async (file, folder) => {
    const { inventory, stepContext } = await openCluster(file);
    const { secretKey } = inventory.api;
    if (typeof secretKey !== 'string') throw new Error('a sandbox keeps its keys in its own file');
    const api = managerApi({ ...inventory.api, secretKey: secret(secretKey), timeoutMs: 120_000 });
    const runFolder = join(folder, 'run');
    await mkdir(runFolder);
    const context = stepContext({ id: 'bench', folder: runFolder });
    await fillWith(inventory, api, { name: 'alone', sessions });
    const byManager = await timed(context, () => alone(api, context));
    say(`ended by the manager alone in ${byManager.toFixed(1)} s`);
    await fillWith(inventory, api, { name: 'drained', sessions });
    const until = { ...context, signal: AbortSignal.timeout(patience) };
    return { sessions, alone: byManager, drained: await timed(context, () => drained(until)) };
  });
}
