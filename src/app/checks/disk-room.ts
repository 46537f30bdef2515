import { smallRoom } from '../../core/plan/room.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Check } from './check.ts';

/** A dump is at most about as large as its database. Each outage keeps one, and the rest needs some room too. */
const margin = 1.2;
const spareBytes = 100_000_000;
const stepsAMember = 12;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

const dumpsText = (outages: number): string => `${outages} ${outages === 1 ? 'dump' : 'dumps'}`;

function noRoomOn({ host, free }: { host: string; free: number }, dumps: number, outages: number): Finding {
  return {
    code: 'disk.no-room',
    severity: 'blocker',
    subject: host,
    summary: `a run keeps ${dumpsText(outages)} on ${host}, of up to ${megabytes(dumps)}; ${megabytes(free)} are free there`,
    hint: `make room below baiup's state on ${host}, or name another host under database.tools in cluster.yaml`,
  };
}

/** Finds out before anything stops that the disk would fill up during a dump. */
export const diskRoom: Check = {
  code: 'disk.no-room',
  find: ({ inventory: { components }, snapshot: { space, cluster, dumpRoom }, outages }) => {
    const small = smallRoom(components.length * stepsAMember * outages, components.length);
    const dumps = space.database * margin * outages;
    if (dumpRoom && dumpRoom.free < dumps) return [noRoomOn(dumpRoom, dumps, outages)];
    const needed = outages === 0 ? 0 : (dumpRoom ? 0 : dumps) + small + spareBytes;
    if (space.free >= needed) return [];
    return [
      {
        code: 'disk.no-room',
        severity: 'blocker',
        subject: cluster,
        summary: `a run with ${dumpsText(outages)}, and its way back, may write ${megabytes(needed)} where runs are kept; ${megabytes(space.free)} are free`,
        hint: 'remove old runs, or set BAIUP_HOME to a folder on a larger disk',
      },
    ];
  },
};
