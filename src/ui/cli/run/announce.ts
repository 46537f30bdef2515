import { waitForWindow, withdrawWindow } from '../../../app/actions/announce.ts';
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
}

const withdrawnWords = {
  'given-back': 'Withdrawn: users read again what they read before.',
  left: 'Withdrawn. Another program has changed the announcement, so it stays as it is.',
  nothing: 'Nothing was announced.',
} as const;

async function withdraw({ clusterFile }: Terminal, planFile: string): Promise<Outcome> {
  const announcement = await withdrawWindow(planFile, clusterFile);
  return { json: { state: 'withdrawn', announcement }, text: withdrawnWords[announcement] };
}

export async function announce(terminal: Terminal, flags: AnnounceFlags, planFile: string): Promise<Outcome> {
  const { at, wait, withdraw: isOff, announceBefore: before } = flags;
  if (isOff) return withdraw(terminal, planFile);
  if (at === undefined) {
    throw usageError('window.none', 'no time is given', `baiup announce ${planFile} --at 2026-11-29T02:00`);
  }
  const request = {
    ...{ planFile, at, before, clusterFile: terminal.clusterFile },
    ...awaiting(terminal, planFile),
  };
  const awaited = await waitForWindow({ ...request, until: wait ? 'put-off' : 'now' }, true);
  const outcome = awaitedOutcome(awaited, planFile);
  return awaited.kind === 'put-off' ? { ...outcome, exit: exitCode.failed } : outcome;
}
