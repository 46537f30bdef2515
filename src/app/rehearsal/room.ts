import type { Plan } from '../../core/plan/plan.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import { moreRoom } from './more-room.ts';

/** The copy's dump, the copy, each hop's capture, and the copy that a restore makes beside it. */
const timesTheDatabase = (plan: Pick<Plan, 'hops'>): number => 3 + plan.hops.length;
const spareBytes = 500e6;

interface Space {
  readonly database: number;
  readonly free: number;
  /** Where, if that is not this machine. */
  readonly host?: string | undefined;
}

/**
 * A rehearsal keeps several copies of the database at once.
 * @param space bytes
 * @throws BaiupError `rehearsal.no-room` (exit 2)
 */
export function refuseTooLarge(plan: Pick<Plan, 'hops'>, { database, free, host }: Space): void {
  const needed = database * timesTheDatabase(plan) + spareBytes;
  if (free >= needed) return;
  const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new BaiupError(
    'rehearsal.no-room',
    `a rehearsal needs ${timesTheDatabase(plan)} times the database, ${gigabytes(needed)}; ${gigabytes(free)} are free${host === undefined ? '' : ` on ${host}`}`,
    {
      exit: exitCode.refused,
      left: 'nothing was changed',
      hint: moreRoom(host),
    },
  );
}
