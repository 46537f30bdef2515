import type { HostTold } from '../../core/cluster/host-snapshot.ts';
import type { Host } from '../../io/hosts/port.ts';
import { BaiupError } from '../../lib/errors.ts';

/** Why we may not be root on a host; undefined where we may. @throws BaiupError where it cannot be reached */
export async function whyNoRoot(host: Host): Promise<HostTold | undefined> {
  try {
    const { user } = await host.asRoot().facts();
    return user === 0 ? undefined : { why: `sudo on ${host.name} leads to user ${user}, not to root` };
  } catch (error) {
    if (!(error instanceof BaiupError) || error.code !== 'host.no-root') throw error;
    return { why: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
}
