import { resolve } from 'node:path';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import type { Stranger } from '../../core/cluster/stranger.ts';
import { componentNamed } from '../../core/components/index.ts';
import { holdersOf } from '../../io/hosts/holders-of.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { type TcpSocket, tcpSockets } from '../../io/hosts/tcp-sockets.ts';
import { parkedMarker, serviceMarker, standInMarker } from '../../io/services/service-marker.ts';
import { strangerIn } from '../../io/services/stranger.ts';
import { unitName } from '../../io/services/systemd-unit.ts';
import type { ContextDatabase, Strangers } from '../steps/context.ts';

interface Doors {
  readonly inventory: Inventory;
  readonly host: (name: string) => HostReader;
  readonly database: (member: string | undefined) => Pick<ContextDatabase, 'others'>;
}

/** Programs of Backend.AI that no service of the cluster has started, by their sockets. */
export function strangersOf({ inventory, host: hostNamed, database }: Doors): Strangers {
  const { components } = inventory;
  const variables = new Set(
    components.flatMap(({ service }) =>
      service.kind === 'process'
        ? [(folder: string) => folder, parkedMarker, standInMarker].map(
            (marker) => `${serviceMarker}=${marker(resolve(service.folder))}`,
          )
        : [],
    ),
  );
  const unitsOn = (name: string) =>
    components.flatMap(({ host, service }) =>
      host === name && service.kind === 'systemd' ? [unitName(service.unit)] : [],
    );
  const among = async (name: string, wanted: (socket: TcpSocket) => boolean): Promise<Stranger[]> => {
    const [host, own] = [hostNamed(name), { variables, units: new Set(unitsOn(name)) }];
    const sockets = (await tcpSockets(host)).filter(wanted);
    const pids = await holdersOf(host, sockets);
    const found = await Promise.all(pids.map((pid) => strangerIn(host, pid, own)));
    return [...new Map(found.flatMap((each) => (each ? [[each.pid, each] as const] : []))).values()];
  };
  return {
    inPlaceOf: async (id) => {
      const { host, endpoint } = memberNamed(inventory, id);
      return among(host, ({ port, isListening }) => isListening && port === endpoint.port);
    },
    atDatabase: async (own) => {
      const sessions = await database(own).others();
      const ports = new Set(sessions.flatMap(({ port }) => port ?? []));
      if (ports.size === 0) return [];
      const writers = components.filter(({ component }) =>
        componentNamed(component).writes.includes('database'),
      );
      const hosts = [...new Set(writers.map(({ host }) => host))];
      const found = await Promise.all(
        hosts.map((name) => among(name, ({ port, isListening }) => !isListening && ports.has(port))),
      );
      return found.flat();
    },
  };
}
