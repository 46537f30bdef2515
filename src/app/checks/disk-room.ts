import { smallRoom } from '../../core/plan/room.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Check, CheckInput } from './check.ts';

/** A dump is at most about as large as its database. Each outage keeps one, and the rest needs some room too. */
const margin = 1.2;
const spareBytes = 100_000_000;
const stepsAMember = 12;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

const dumpsText = (count: number): string => `${count} ${count === 1 ? 'dump' : 'dumps'}`;

function noRoomOn({ host, free }: { host: string; free: number }, { count, bytes }: Dumps): Finding {
  return {
    code: 'disk.no-room',
    severity: 'blocker',
    subject: host,
    summary: `a run keeps ${dumpsText(count)} on ${host}, of up to ${megabytes(bytes)}; ${megabytes(free)} are free there`,
    hint: `make room below baiup's state on ${host}, or name another host under database.tools in cluster.yaml`,
  };
}

interface Dumps {
  readonly count: number;
  readonly bytes: number;
}

/** The dumps of a run by the host that keeps them; those that are kept with the journal under undefined. */
function dumpsByHost({ inventory, snapshot, outages }: CheckInput): ReadonlyMap<string | undefined, Dumps> {
  const { space, ownDatabases } = snapshot;
  const toolsOf = new Map(inventory.components.map(({ id, database }) => [id, database?.tools]));
  const own = ownDatabases.map(({ member, size }) => ({ tools: toolsOf.get(member), size }));
  const size = own.reduce((rest, each) => rest - each.size, space.database);
  const all = [{ tools: inventory.database.tools, size }, ...own];
  return new Map(
    [...Map.groupBy(all, ({ tools }) => tools)].map(([host, databases]) => {
      const sum = databases.reduce((bytes, each) => bytes + each.size, 0);
      return [host, { count: databases.length * outages, bytes: sum * margin * outages }];
    }),
  );
}

/** Finds out before anything stops that a disk would fill up during a dump. */
export const diskRoom: Check = {
  code: 'disk.no-room',
  find: (input) => {
    const { inventory, snapshot, outages } = input;
    const { space, cluster, dumpRooms = [] } = snapshot;
    const small = smallRoom(
      inventory.components.length * stepsAMember * outages,
      inventory.components.length,
    );
    const byHost = dumpsByHost(input);
    const away = dumpRooms.flatMap((room) => {
      const dumps = byHost.get(room.host);
      return dumps && room.free < dumps.bytes ? [noRoomOn(room, dumps)] : [];
    });
    const here = byHost.get(undefined) ?? { count: 0, bytes: 0 };
    const needed = outages === 0 ? 0 : here.bytes + small + spareBytes;
    if (space.free >= needed) return away;
    return [
      ...away,
      {
        code: 'disk.no-room',
        severity: 'blocker',
        subject: cluster,
        summary: `a run with ${dumpsText(here.count)}, and its way back, may write ${megabytes(needed)} where runs are kept; ${megabytes(space.free)} are free`,
        hint: 'remove old runs, or set BAIUP_HOME to a folder on a larger disk',
      },
    ];
  },
};
