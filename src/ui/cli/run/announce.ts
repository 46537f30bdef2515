import { announce as announceWindow } from '../../../app/actions/announce.ts';
import { plannedWindow } from '../../../app/actions/planned-window.ts';
import { exitCode, usageError } from '../../../lib/errors.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { awaitedOutcome } from '../views/awaited.ts';
import { awaiting } from './awaiting.ts';

export interface AnnounceFlags extends CommonFlags {
  readonly at?: string;
  /** Seconds. */
  readonly announceBefore: readonly number[];
  readonly wait: boolean;
  readonly withdraw: boolean;
  readonly takeOver: boolean;
}

const withdrawnWords = {
  'given-back': 'Withdrawn: users read again what they read before.',
  left: 'Withdrawn. Another program has changed the announcement, so it stays as it is.',
  nothing: 'Nothing was announced.',
} as const;

export async function announce(terminal: Terminal, flags: AnnounceFlags, planFile: string): Promise<Outcome> {
  const { clusterFile } = terminal;
  const { at, wait, withdraw, announceBefore: before, takeOver: takesOver } = flags;
  const request = { planFile, clusterFile, before, takesOver, ...awaiting(terminal, planFile) };
  if (withdraw && at !== undefined) {
    throw usageError(
      'announce.withdraw-at',
      '--withdraw calls the window off, and --at sets it',
      'leave one of them out',
    );
  }
  if (withdraw) {
    const announcement = await (await plannedWindow(request)).withdraw();
    return { json: { state: 'withdrawn', announcement }, text: withdrawnWords[announcement] };
  }
  const awaited = await announceWindow({ ...request, at, until: wait ? 'put-off' : 'now' });
  const outcome = awaitedOutcome(awaited, planFile);
  return awaited.kind === 'put-off' ? { ...outcome, exit: exitCode.failed } : outcome;
}
