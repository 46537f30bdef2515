import type { DatabaseSession, OthersAtDatabase } from '../../core/cluster/database-session.ts';
import type { Member } from '../../core/cluster/inventory.ts';
import { membersAt } from '../../core/components/members-at.ts';
import { portsOf } from '../../io/hosts/ports-of.ts';
import type { Readers } from './readers.ts';

type Doors = Pick<Readers, 'service' | 'host'>;

/** The local ports of members' processes. */
async function portsOfMembers(
  members: readonly Member[],
  { service, host }: Doors,
): Promise<ReadonlySet<number>> {
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

/** The sessions among these that are none of the members' own. */
export async function withoutMembers(
  sessions: readonly DatabaseSession[],
  members: readonly Member[],
  readers: Doors,
): Promise<DatabaseSession[]> {
  // Members that came or went while it was asked would count as others: they are asked last.
  const isRemote = sessions.some(({ port }) => port !== null);
  const own = isRemote ? await portsOfMembers(members, readers) : new Set<number>();
  return sessions.filter(({ port }) => port === null || !own.has(port));
}

/** Who is at a database beside the members that work with it, and what the server ends sessions by. */
export async function othersAt(
  database: Pick<Readers['database'], 'others' | 'timeouts' | 'mayEndOthers'>,
  members: readonly Member[],
  readers: Doors,
): Promise<OthersAtDatabase> {
  const [found, timeouts, mayEnd] = await Promise.all([
    database.others(),
    database.timeouts(),
    database.mayEndOthers(),
  ]);
  // Whose they are cannot be told: members' own may be among them.
  const hidden = found.filter((each) => each.hidden).length;
  const left = await withoutMembers(
    found.filter((each) => !each.hidden),
    members,
    readers,
  );
  // One of a member that ended before its processes were looked at is nobody's now.
  const now = left.length > 0 ? await database.others() : [];
  return {
    sessions: left.filter(({ pid, port }) => now.some((each) => each.pid === pid && each.port === port)),
    timeouts,
    ...(hidden > 0 ? { hidden } : {}),
    ...(mayEnd ? {} : { endsOwnOnly: true }),
  };
}

/** Who is at the managers' database beside the cluster's own members. */
export function observeOthers(readers: Readers): Promise<OthersAtDatabase> {
  return othersAt(readers.database, membersAt(readers.inventory), readers);
}
