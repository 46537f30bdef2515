import { readDataFolder } from '../../io/database/data-folder.ts';
import type { DatabaseAddress } from '../../io/database/database.ts';
import type { HostReader } from '../../io/hosts/port.ts';

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/**
 * Bytes that are free where a server keeps its data, where that is known: only a server on the very machine that dumps its
 * databases has its folder there.
 */
export async function freeBesideServer(
  address: DatabaseAddress,
  host: Pick<HostReader, 'freeBytes'>,
): Promise<number | undefined> {
  if (address.through !== undefined || !loopback.has(address.host)) return undefined;
  const folder = await readDataFolder(address);
  return folder === undefined ? undefined : host.freeBytes(folder).catch(() => undefined);
}
