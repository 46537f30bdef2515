import type { NetAddress } from '../../../io/hosts/network-port.ts';
import type { Ground } from './ground.ts';

const timeoutMs = 3_000;

/** For a key of the file. */
export const throughText = (via: string): string => `this machine does not reach it, and goes through ${via}`;

/** The first of these addresses that a host by SSH reaches: what this machine does not reach goes through it. */
export async function reachedThrough(
  via: string,
  addresses: readonly NetAddress[],
  { hosts, reader }: Pick<Ground, 'hosts' | 'reader'>,
): Promise<(NetAddress & { readonly via: string }) | undefined> {
  if (hosts[via]?.ssh === undefined) return undefined;
  for (const address of addresses) {
    const isOpen = await reader(via)
      .accepts(address, timeoutMs)
      .catch(() => false);
    if (isOpen) return { ...address, via };
  }
  return undefined;
}
