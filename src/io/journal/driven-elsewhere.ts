import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { Driver } from './port.ts';

/** @returns BaiupError `run.driven-elsewhere` (exit 2): who drives the run, and what to do about it */
export function drivenElsewhere(run: string, { who, host, pid, since, life }: Driver): BaiupError {
  const refused = { exit: exitCode.refused, left: 'nothing was changed by this command' };
  if (life === 'alive') {
    return new BaiupError('run.driven-elsewhere', `process ${pid} on this machine drives ${run} (${who})`, {
      ...refused,
      hint: `watch it: baiup show ${run}`,
    });
  }
  if (life === 'alive-elsewhere') {
    return new BaiupError('run.driven-elsewhere', `${who} drives ${run} from ${host} (process ${pid})`, {
      ...refused,
      hint: `watch it: baiup show ${run} --follow`,
    });
  }
  return new BaiupError(
    'run.driven-elsewhere',
    `${who} drives ${run} from ${host} (process ${pid}, since ${since}); from here baiup cannot tell whether it still does`,
    {
      ...refused,
      hint: `look on ${host}: baiup show ${run}; if ${host} is gone for good: baiup unlock, then type the command again`,
    },
  );
}
