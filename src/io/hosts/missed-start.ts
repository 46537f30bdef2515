import { readlinkSync } from 'node:fs';

/** What may be sent to a whole process group: by Ctrl-C, by a terminal that is closed, by `timeout`. */
const sentToGroups: readonly unknown[] = ['SIGINT', 'SIGHUP', 'SIGTERM'];

/** Whether a process runs its program by now; one that may not be asked does. */
function runsProgram(pid: number): boolean {
  try {
    readlinkSync(`/proc/${pid}/exe`);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/**
 * A program of ours is in a group of its own, but for a moment after the fork it is still in ours: what is sent to us
 * then ends it before it has begun. Asked at once after a start, which returns when the program runs or never will.
 */
export function missedStart(pid: number | undefined) {
  const isGone = pid !== undefined && !runsProgram(pid);
  return {
    /** It has ended already. */
    isGone,
    /** By the signal that ended it, whether that was before it began: then it did nothing, and may be started again. */
    by: (signal: unknown): boolean => isGone && sentToGroups.includes(signal),
  };
}
