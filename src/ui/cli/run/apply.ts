import { type Applied, type ApplyRequest, apply as applyPlan } from '../../../app/actions/apply.ts';
import { applyAt } from '../../../app/actions/apply-at.ts';
import { applyRemaining } from '../../../app/actions/apply-remaining.ts';
import { exitOf } from '../../../app/engine/drive.ts';
import type { Awaited } from '../../../app/live/await-window.ts';
import type { FirstRehearsal } from '../../../app/rehearsal/rehearsed-first.ts';
import { exitCode, usageError } from '../../../lib/errors.ts';
import { serveBeside } from '../../server/child-server.ts';
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
  readonly remaining?: string;
  readonly at?: string;
  /** Seconds. */
  readonly announceBefore: readonly number[];
  readonly takeOver: boolean;
  readonly noRehearsal: boolean;
  readonly serve: boolean;
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

function withoutRun(awaited: Awaited, planFile: string): Outcome {
  const outcome = awaitedOutcome(awaited, planFile);
  return { ...outcome, exit: awaited.kind === 'interrupted' ? exitCode.resumable : exitCode.refused };
}

function appliedOutcome(applied: Applied, { paint }: Terminal): Outcome {
  if (applied.kind === 'nothing-to-do') {
    const { to } = applied.plan;
    return {
      json: { run: null, state: 'done', hops: [], downtime: { predicted: 0, actual: 0 } },
      text: `Already at ${to}: nothing to do.`,
    };
  }
  const { view } = applied;
  return { json: runJson(view), text: runEnding(view, paint), exit: exitOf(view), recorded: true };
}

/** @throws BaiupError `apply.nothing` (exit 64) */
function requireOne({ remaining, at }: ApplyFlags, planFile: string | undefined): void {
  if (
    (planFile === undefined) !== (remaining === undefined) &&
    !(remaining !== undefined && at !== undefined)
  )
    return;
  throw usageError(
    'apply.nothing',
    'apply takes either a plan or --remaining RUN, and --at only with a plan',
    'baiup apply plan.json, or baiup apply --remaining r-1',
  );
}

const goneText = 'The dashboard has ended with this command. To go on with the run there: baiup serve';

/** Arguments of the server that shows what is applied. */
const servedBy = ({ whereArguments }: Terminal, planFile: string | undefined): string[] => [
  ...(planFile === undefined ? [] : [planFile]),
  ...['--port', '0'],
  ...whereArguments,
];

export async function apply(terminal: Terminal, flags: ApplyFlags, given?: string): Promise<Outcome> {
  requireOne(flags, given);
  if (!flags.serve) return applyGiven(terminal, flags, given);
  let isFirst = true;
  const tell = (address: string): void => {
    terminal.progress.say(`${isFirst ? 'watch and steer it' : 'for another browser'}: ${address}`);
    isFirst = false;
  };
  const beside = await serveBeside(servedBy(terminal, given), tell);
  const outcome = await applyGiven(terminal, flags, given).finally(beside.end);
  return outcome.exit === exitCode.resumable ? { ...outcome, text: `${outcome.text}\n${goneText}` } : outcome;
}

async function applyGiven(terminal: Terminal, flags: ApplyFlags, given?: string): Promise<Outcome> {
  const planFile = given ?? '';
  const { clusterFile } = terminal;
  const { noRehearsal, at, announceBefore: before, takeOver: takesOver } = flags;
  if (takesOver && at === undefined) {
    throw usageError(
      'apply.take-over',
      '--take-over is for a window, and there is none without --at',
      'leave --take-over out: a run that begins now takes over whatever window is announced',
    );
  }
  if (noRehearsal) {
    terminal.warn(
      "no rehearsal: nothing has proven that this plan works on this cluster's data; its run will say so",
    );
  }
  const request = (): ApplyRequest => ({
    planFile,
    clusterFile,
    yes: flags.yes,
    accept: flags.accept,
    ...(noRehearsal ? {} : { rehearsal: rehearsalFor(terminal, flags) }),
    revisionLimitMs: flags.revisionLimit * 1000,
    ...driven(terminal),
  });
  if (flags.remaining !== undefined)
    return appliedOutcome(await applyRemaining(flags.remaining, request()), terminal);
  if (at === undefined) return appliedOutcome(await applyPlan(request()), terminal);
  const how = { planFile, clusterFile, before, takesOver, ...awaiting(terminal, planFile) };
  const done = await applyAt(request, how, at);
  return done.kind === 'applied'
    ? appliedOutcome(done.applied, terminal)
    : withoutRun(done.awaited, planFile);
}
