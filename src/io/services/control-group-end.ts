import type { WaitOptions } from '../../lib/wait.ts';
import { waitFor } from '../../lib/wait.ts';
import type { Host } from '../hosts/port.ts';
import { groupPids } from './control-group.ts';

type Patience = Pick<WaitOptions, 'timeoutMs' | 'signal'>;

const killTimeoutMs = 10_000;

/** Waits until nothing of a control group lives. @throws BaiupError `service.stop-deadline` */
async function groupGone(root: Host, group: string, patience: Patience): Promise<void> {
  await waitFor(async () => ((await groupPids(root, group)).length === 0 ? true : undefined), {
    ...patience,
    everyMs: 50,
    what: `the processes of ${group} on ${root.name} to end`,
    code: 'service.stop-deadline',
  });
}

/** Kills what is left of a control group. @returns whether there was anything */
export async function killGroup(root: Host, group: string): Promise<boolean> {
  const left = await groupPids(root, group);
  if (left.length === 0) return false;
  await root.signal(left, 'SIGKILL');
  await groupGone(root, group, { timeoutMs: killTimeoutMs });
  return true;
}

/** Waits until all of a control group has ended by itself, and kills what is left at the deadline. @returns whether it had to */
export async function groupEnded(root: Host, group: string, patience: Patience): Promise<boolean> {
  await groupGone(root, group, patience).catch((error: unknown) => {
    if (patience.signal?.aborted) throw error;
  });
  return killGroup(root, group);
}
