import type { WaitOptions } from '../../lib/wait.ts';
import { waitFor } from '../../lib/wait.ts';
import type { Host } from '../hosts/port.ts';
import { groupEnded } from './control-group-end.ts';
import { unitState } from './systemd-unit.ts';

/** Milliseconds in which systemd notices. */
const seenTimeoutMs = 10_000;

/** Waits until a unit that ends has ended; kills what is left at the deadline. @returns whether it had to */
export async function unitEnded(
  root: Host,
  unit: string,
  patience: Pick<WaitOptions, 'timeoutMs' | 'signal'>,
): Promise<boolean> {
  const { controlGroup } = await unitState(root, unit);
  const had = await groupEnded(root, controlGroup, patience);
  await waitFor(
    async () => (/^(inactive|failed)$/.test((await unitState(root, unit)).active) ? true : undefined),
    {
      timeoutMs: seenTimeoutMs,
      everyMs: 50,
      what: `systemd on ${root.name} to see that ${unit} has ended`,
      code: 'service.stop-deadline',
    },
  );
  return had;
}
