import { BaiupError } from '../../lib/errors.ts';

/** What is wrong with a journal, from its first wrong line on. */
export interface Damage {
  /** A sentence's end: "line 5 was changed after it was written". */
  readonly why: string;
  /** Nothing is lost: another version of baiup wrote what this one cannot read. */
  readonly isForeign?: true;
}

/** @returns BaiupError `run.damaged`, or `run.unreadable` for what another version wrote */
export function damagedRun(run: string, { why, isForeign }: Damage): BaiupError {
  if (isForeign) {
    return new BaiupError('run.unreadable', `another version of baiup wrote the journal of ${run}: ${why}`, {
      hint: 'resume it or roll it back with that version',
      left: 'nothing was changed now',
    });
  }
  return new BaiupError('run.damaged', `the journal of ${run} is damaged: ${why}`, {
    hint: `baiup show ${run} says what is left of it, and what can be done`,
    left: 'nothing was changed now',
  });
}
