import { waitForWindow } from '../../../app/actions/announce.ts';
import { apply as applyPlan } from '../../../app/actions/apply.ts';
import { exitOf } from '../../../app/engine/drive.ts';
import type { FirstRehearsal } from '../../../app/rehearsal/rehearsed-first.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { awaitedOutcome } from '../views/awaited.ts';
import { receiptText } from '../views/receipt.ts';
import { runEnding, runJson } from '../views/run.ts';
import { runProgress } from '../views/run-progress.ts';
import { awaiting } from './awaiting.ts';
import { driven } from './driven.ts';

export interface ApplyFlags extends CommonFlags {
  readonly yes: boolean;
  readonly accept: readonly string[];
  readonly at?: string;
  /** Seconds. */
  readonly announceBefore: readonly number[];
  readonly noRehearsal: boolean;
  readonly revisionLimit: number;
  readonly on?: string;
  readonly nice: boolean;
}

/** Where no receipt counts, the plan is rehearsed before anything is done, with lines of its own. */
function rehearsalFor({ progress, paint, interrupted }: Terminal, flags: ApplyFlags): FirstRehearsal {
  return {
    revisionLimitMs: flags.revisionLimit * 1000,
    isNice: flags.nice,
    on: flags.on,
    signal: interrupted,
    onEvent: runProgress(progress),
    onNeeded: (why) => {
      progress.say(`Not rehearsed: ${why}.`);
      progress.say(`── rehearsal, on a copy of the data ${'─'.repeat(33)}`);
    },
    onReceipt: (receipt) => {
      progress.say(receiptText(receipt, paint));
      progress.say(`\n── upgrade ${'─'.repeat(58)}`);
    },
  };
}

/** Waits for the time that was agreed; undefined once the run may begin. */
async function waitedFor(
  terminal: Terminal,
  { announceBefore: before }: ApplyFlags,
  at: string,
  planFile: string,
): Promise<Outcome | undefined> {
  const { clusterFile } = terminal;
  const request = { planFile, clusterFile, at, before, ...awaiting(terminal, planFile) };
  const awaited = await waitForWindow({ ...request, until: 'begin' }, false);
  if (awaited.kind === 'begins') return undefined;
  const outcome = awaitedOutcome(awaited, planFile);
  return { ...outcome, exit: awaited.kind === 'interrupted' ? exitCode.resumable : exitCode.refused };
}

export async function apply(terminal: Terminal, flags: ApplyFlags, planFile: string): Promise<Outcome> {
  if (flags.noRehearsal) {
    terminal.warn(
      "no rehearsal: nothing has proven that this plan works on this cluster's data; its run will say so",
    );
  }
  const waited = flags.at === undefined ? undefined : await waitedFor(terminal, flags, flags.at, planFile);
  if (waited) return waited;
  const applied = await applyPlan({
    planFile,
    clusterFile: terminal.clusterFile,
    yes: flags.yes,
    accept: flags.accept,
    ...(flags.noRehearsal ? {} : { rehearsal: rehearsalFor(terminal, flags) }),
    revisionLimitMs: flags.revisionLimit * 1000,
    ...driven(terminal),
  });
  if (applied.kind === 'nothing-to-do') {
    const { to } = applied.plan;
    return {
      json: { run: null, state: 'done', hops: [], downtime: { predicted: 0, actual: 0 } },
      text: `Already at ${to}: nothing to do.`,
    };
  }
  const { view } = applied;
  return { json: runJson(view), text: runEnding(view, terminal.paint), exit: exitOf(view), recorded: true };
}
