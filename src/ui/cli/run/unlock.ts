import { unlock as freeLock } from '../../../app/actions/unlock.ts';
import { isLeftBehind, type LockSnapshot } from '../../../core/cluster/lock.ts';
import { lockName, lockSummary } from '../../../core/cluster/lock-words.ts';
import { BaiupError, exitCode } from '../../../lib/errors.ts';
import { agreed, canAsk } from '../agreed.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { lockJson, unfinishedLines } from '../views/lock.ts';

export interface UnlockFlags extends CommonFlags {
  readonly yes: boolean;
}

/** What was left behind by something that has nothing more to do is not asked about. */
async function confirmed(lock: LockSnapshot, terminal: Terminal, yes: boolean): Promise<boolean> {
  if (isLeftBehind(lock)) return true;
  for (const line of unfinishedLines(lock)) terminal.progress.say(line);
  if (yes) return true;
  if (canAsk()) return agreed('Free the lock all the same?');
  throw new BaiupError(
    'unlock.not-agreed',
    `${lockSummary(lock)}; nobody can be asked here whether to free the lock`,
    {
      exit: exitCode.refused,
      left: 'the lock is where it was',
      hint: 'baiup unlock --yes frees it; baiup unlock on a terminal says first what that means',
    },
  );
}

export async function unlock(terminal: Terminal, flags: UnlockFlags): Promise<Outcome> {
  const unlocked = await freeLock(terminal.clusterFile, (lock) => confirmed(lock, terminal, flags.yes));
  switch (unlocked.kind) {
    case 'free':
      return { json: { released: null }, text: 'Nobody has the lock.' };
    case 'kept':
      return { json: { released: null }, text: 'The lock is where it was.', exit: exitCode.refused };
    case 'released':
      return {
        json: { released: lockJson(unlocked.lock) },
        text: `Freed: ${lockName(unlocked.lock)}, since ${unlocked.lock.at}.`,
      };
    default:
      return unlocked satisfies never;
  }
}
