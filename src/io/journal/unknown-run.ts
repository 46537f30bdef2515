import { BaiupError, exitCode } from '../../lib/errors.ts';

const mostNamed = 8;

/** @returns BaiupError `run.unknown`, with the runs that there are */
export function unknownRun(id: string, known: readonly string[]): BaiupError {
  const latest = known.slice(-mostNamed).join(', ');
  const hint = known.length === 0 ? 'no run has been made yet' : `the latest are ${latest}`;
  return new BaiupError('run.unknown', `there is no run "${id}"`, {
    exit: exitCode.usage,
    hint: `${hint}: baiup runs`,
  });
}
