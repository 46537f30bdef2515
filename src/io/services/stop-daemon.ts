import type { WaitOptions } from '../../lib/wait.ts';
import { waitFor } from '../../lib/wait.ts';
import type { Host } from '../hosts/port.ts';
import { type DaemonTraces, daemonPid, leftovers } from './daemon.ts';

export interface StopResult {
  readonly killed: boolean;
}

type Patience = Pick<WaitOptions, 'timeoutMs' | 'signal'>;

/** Milliseconds a kill may take to be seen. */
const killTimeoutMs = 10_000;

/**
 * Signals the main process, waits until nothing of its group is left, and kills the group at the deadline:
 * a worker that outlives its main process keeps the port.
 */
export async function stopDaemon(
  host: Host,
  daemon: DaemonTraces,
  signal: NodeJS.Signals,
  patience: Patience,
): Promise<StopResult> {
  const pid = await daemonPid(host, daemon);
  const group = async () => (pid === undefined ? [] : await host.processes({ group: pid }));
  if (pid !== undefined) {
    await host.signal([pid], signal);
    await gone(`process ${pid} and its children`, group, patience).catch(rethrowAborted(patience.signal));
  }
  const all = async () => [...(await leftovers(host, daemon)), ...(await group())];
  const left = (await all()).map((process) => process.pid);
  if (left.length > 0) {
    await host.signal(left, 'SIGKILL');
    await gone(`what was killed, ${left.join(', ')},`, all, { timeoutMs: killTimeoutMs });
  }
  await host.remove(daemon.pidFile);
  return { killed: left.length > 0 };
}

async function gone(
  who: string,
  members: () => Promise<readonly unknown[]>,
  patience: Patience,
): Promise<void> {
  await waitFor(async () => ((await members()).length === 0 ? true : undefined), {
    ...patience,
    everyMs: 40,
    what: `${who} to end`,
    code: 'service.stop-deadline',
  });
}

function rethrowAborted(signal: AbortSignal | undefined): (error: unknown) => void {
  return (error) => {
    if (signal?.aborted) throw error;
  };
}
