import type { OthersAtDatabase } from '../../core/cluster/database-session.ts';
import { componentNamed } from '../../core/components/index.ts';
import { portsOf } from '../../io/hosts/ports-of.ts';
import type { Readers } from './readers.ts';

/** The local ports of the members that work with the database. */
async function memberPorts({ inventory, service, host }: Readers): Promise<ReadonlySet<number>> {
  const members = inventory.components.filter(({ component }) =>
    componentNamed(component).writes.includes('database'),
  );
  const ports = await Promise.all(
    members.map(async ({ id, host: name }) => {
      const { pid } = await service(id).state();
      if (pid === undefined) return new Set<number>();
      const group = await host(name).processes({ group: pid });
      return portsOf(host(name), [pid, ...group.map((each) => each.pid)]);
    }),
  );
  return new Set(ports.flatMap((each) => [...each]));
}

/** Who is at the managers' database beside the cluster's own members, and what the server ends sessions by. */
export async function observeOthers(readers: Readers): Promise<OthersAtDatabase> {
  const [sessions, timeouts] = await Promise.all([readers.database.others(), readers.database.timeouts()]);
  // Members that came or went while it was asked would count as others: they are asked last.
  const own = sessions.some(({ port }) => port !== null) ? await memberPorts(readers) : new Set<number>();
  return { sessions: sessions.filter(({ port }) => port === null || !own.has(port)), timeouts };
}
