import { BaiupError, exitCode } from '../../lib/errors.ts';

/** Agents of a wave, and what failed on them. */
export interface FailedWave {
  readonly hop: number;
  readonly wave: number;
  /** Those that failed. */
  readonly members: readonly string[];
  readonly error: unknown;
}

/** More agents failed than may: thrown instead of what failed, it has only their wave taken back. */
export class WaveStopped extends BaiupError {
  readonly failed: FailedWave;

  constructor(failed: FailedWave) {
    super('wave.stopped', 'more agents failed than may', { exit: exitCode.resumable, cause: failed.error });
    this.failed = failed;
  }
}
