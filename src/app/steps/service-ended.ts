import { BaiupError } from '../../lib/errors.ts';
import { shortList } from '../../lib/short-list.ts';

/**
 * What is said where something cannot come any more, because all members that it needs have ended.
 * @param what as in "no session can start: the process of m1 has ended"
 */
export function serviceEnded(what: string, members: readonly string[]): BaiupError {
  const names = shortList(members);
  const they = members.length === 1 ? `the process of ${names} has` : `the processes of ${names} have`;
  return new BaiupError('service.ended', `${what}: ${they} ended`, {
    hint: `see why in the log of ${names}: it is kept with the run's evidence`,
  });
}
