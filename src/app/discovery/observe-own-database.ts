import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import type { OwnDatabaseSnapshot } from '../../core/cluster/snapshot.ts';
import { messageOf } from '../../lib/errors.ts';
import type { OwnDatabase } from '../steps/context.ts';
import { othersAt } from './observe-others.ts';
import type { Readers } from './readers.ts';

const nothing = { revisions: [], tables: 0, size: 0, mayCreate: false, restoreObstacles: [] } as const;

async function look(
  database: OwnDatabase,
  members: readonly Member[],
  readers: Pick<Readers, 'service' | 'host'>,
): Promise<Omit<OwnDatabaseSnapshot, 'member' | 'members' | 'name'>> {
  try {
    if (!(await database.exists())) {
      return { ...nothing, state: 'missing', mayCreate: await database.mayCreate() };
    }
    const [revisions, tables, size, mayCreate, restoreObstacles, asideObstacles, others] = await Promise.all([
      database.revisions(),
      database.tables(),
      database.size(),
      database.mayCreate(),
      database.restorable(),
      database.asideObstacles(),
      // Whose sessions there are cannot be told where a member's service cannot be asked; that is told of the member.
      othersAt(database, members, readers).catch(() => undefined),
    ]);
    return {
      state: 'there',
      revisions,
      tables,
      size,
      mayCreate,
      restoreObstacles,
      asideObstacles,
      ...(others ? { others } : {}),
    };
  } catch (error) {
    return { ...nothing, state: 'unreachable', trouble: messageOf(error) };
  }
}

/** Members that declare a database of their own, those that share one together. */
function sharing({ components }: Inventory): Member[][] {
  const byLocation = new Map<string, Member[]>();
  for (const member of components) {
    if (!member.database) continue;
    const { host, port, name } = member.database;
    const location = `${host}:${port}/${name}`;
    byLocation.set(location, [...(byLocation.get(location) ?? []), member]);
  }
  return [...byLocation.values()];
}

/** The databases that members have beside the cluster's; one that cannot be reached is told, not thrown. */
export function observeOwnDatabases(
  readers: Pick<Readers, 'inventory' | 'ownDatabase' | 'service' | 'host'>,
): Promise<OwnDatabaseSnapshot[]> {
  return Promise.all(
    sharing(readers.inventory).map(async (members) => {
      const ids = members.map(({ id }) => id);
      const [member = ''] = ids;
      const name = members[0]?.database?.name ?? '';
      return { member, members: ids, name, ...(await look(readers.ownDatabase(member), members, readers)) };
    }),
  );
}
