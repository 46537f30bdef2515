import { dumpRoom } from '../../core/plan/room.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';

/** Where a host keeps dumps. */
export interface DumpRoom {
  readonly host: string;
  readonly folder: string;
  /** Bytes. */
  readonly free: number;
}

interface Needed {
  /** What needs it: `r-1`, `the dump of the database`. */
  readonly what: string;
  /** Bytes. */
  readonly dumps: number;
  /** The state that things are in. */
  readonly left: string;
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/**
 * A dump must not fill the disk of a host that keeps it: others use it, and perhaps the database itself.
 * @throws BaiupError `run.no-room` (exit 2)
 */
export function refuseFullHost({ host, folder, free }: DumpRoom, { what, dumps, left }: Needed): void {
  if (free >= dumps) return;
  throw new BaiupError(
    'run.no-room',
    `${what} may write ${megabytes(dumps)} below ${folder} on ${host}, and ${megabytes(free)} are free there`,
    {
      exit: exitCode.refused,
      left,
      hint: `make room on ${host}, then type the same command again`,
    },
  );
}

/** Bytes that dumps of databases of these sizes may take. */
export const roomOf = (sizes: readonly number[]): number =>
  sizes.reduce((sum, bytes) => sum + dumpRoom(bytes), 0);
