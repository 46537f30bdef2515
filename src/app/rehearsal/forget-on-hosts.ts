import { join } from 'node:path';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { mirroredFolder } from '../../io/hosts/mirrored-folder.ts';
import type { StepContext } from '../steps/context.ts';

/**
 * Removes what a rehearsal has made on the hosts of members, below the place of its own folder there: copies of
 * configurations hold secrets. A host that is away keeps what it has.
 * @param copiesOn the host of the copies, where that is not this machine; their servers have ended
 */
export async function forgetOnHosts(
  { components }: Inventory,
  hostOf: StepContext['host'],
  folder: string,
  copiesOn?: string,
): Promise<void> {
  const forget = async (name: string): Promise<void> => {
    const host = hostOf(name);
    const there = await mirroredFolder(host, folder);
    if (name === copiesOn) return host.remove(there);
    const copies = components.filter((member) => member.host === name).map(({ id }) => `${id}.toml`);
    for (const each of [...copies, 'run']) await host.remove(join(there, each));
    // On the machine that baiup runs on the copies' servers are in it.
    if ((await host.list(there)).length === 0) await host.remove(there);
  };
  const names = components.map(({ host }) => host);
  await Promise.allSettled(
    [...new Set([...names, ...(copiesOn === undefined ? [] : [copiesOn])])].map(forget),
  );
}
