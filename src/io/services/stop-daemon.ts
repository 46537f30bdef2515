import type { WaitOptions } from '../../lib/wait.ts';
import { waitFor } from '../../lib/wait.ts';
import { type Daemon, daemonPid, forgetDaemon, leftovers } from './daemon.ts';
import { groupMembers } from './proc.ts';

export interface StopResult {
  readonly killed: boolean;
}

/** Milliseconds a kill may take to be seen. */
const killTimeoutMs = 10_000;

/**
 * Signals the main process, waits until nothing of its group is left, and kills the group at the deadline:
 * a worker that outlives its main process keeps the port.
 */
export async function stopDaemon(
  daemon: Pick<Daemon, 'env' | 'marker' | 'pidFile'>,
  signal: NodeJS.Signals,
  patience: Pick<WaitOptions, 'timeoutMs' | 'signal'>,
): Promise<StopResult> {
  const pid = await daemonPid(daemon);
  if (pid !== undefined) {
    send(pid, signal);
    await gone(() => groupMembers(pid), patience).catch(rethrowAborted(patience.signal));
  }
  const left = await leftovers(daemon);
  const group = pid === undefined ? [] : await groupMembers(pid);
  for (const process of left) send(process.pid, 'SIGKILL');
  for (const member of group) send(member, 'SIGKILL');
  const killed = left.length + group.length > 0;
  if (killed) {
    const all = async () => [
      ...(await leftovers(daemon)),
      ...(pid === undefined ? [] : await groupMembers(pid)),
    ];
    await gone(all, { timeoutMs: killTimeoutMs });
  }
  await forgetDaemon(daemon);
  return { killed };
}

async function gone(
  members: () => Promise<readonly unknown[]>,
  patience: Pick<WaitOptions, 'timeoutMs' | 'signal'>,
): Promise<void> {
  await waitFor(async () => ((await members()).length === 0 ? true : undefined), {
    ...patience,
    everyMs: 40,
    what: 'a process group to end',
    code: 'service.stop-deadline',
  });
}

function rethrowAborted(signal: AbortSignal | undefined): (error: unknown) => void {
  return (error) => {
    if (signal?.aborted) throw error;
  };
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
