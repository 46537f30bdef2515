import type { Duplex } from 'node:stream';
import type { NetAddress } from '../../io/hosts/network-port.ts';
import type { HostReader } from '../../io/hosts/port.ts';

const connectMs = 10_000;

/** What this machine reaches only through a host of the cluster. */
interface Declared extends NetAddress {
  readonly via?: string | undefined;
}

type HostNamed = (name: string) => HostReader;

/** How connections to it are made; undefined where this machine makes them itself. */
export function throughHost(
  { via }: Pick<Declared, 'via'>,
  host: HostNamed,
): ((address: NetAddress) => Promise<Duplex>) | undefined {
  return via === undefined ? undefined : (address) => host(via).connect(address, connectMs);
}
