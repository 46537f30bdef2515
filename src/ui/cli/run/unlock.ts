import { unlock as freeLock } from '../../../app/actions/unlock.ts';
import { isLeftBehind, type LockSnapshot } from '../../../core/cluster/lock.ts';
import { lockName, lockSummary } from '../../../core/cluster/lock-words.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import { saysYes } from '../says-yes.ts';
import type { Terminal } from '../terminal.ts';
import { freedLines, lockJson, unfinishedLines } from '../views/lock.ts';

export interface UnlockFlags extends CommonFlags {
  readonly yes: boolean;
}

/** What was left behind by something that has nothing more to do is not asked about. */
async function agreedTo(lock: LockSnapshot, terminal: Terminal, yes: boolean): Promise<boolean> {
  if (isLeftBehind(lock)) return true;
  for (const line of unfinishedLines(lock)) terminal.progress.say(line);
  return saysYes(`${lockSummary(lock)}. Free the lock anyway?`, yes);
}

export async function unlock(terminal: Terminal, flags: UnlockFlags): Promise<Outcome> {
  const unlocked = await freeLock(terminal.clusterFile, (lock) => agreedTo(lock, terminal, flags.yes));
  switch (unlocked.kind) {
    case 'free':
      return { json: { released: null }, text: 'Nobody has the lock.' };
    case 'kept':
      return { json: { released: null }, text: 'The lock stays as it was.', exit: exitCode.refused };
    case 'released':
      return {
        json: { released: lockJson(unlocked.lock) },
        text: [
          `Freed: ${lockName(unlocked.lock)}, since ${unlocked.lock.at}.`,
          ...freedLines(unlocked.lock),
        ].join('\n'),
      };
    default:
      return unlocked satisfies never;
  }
}
