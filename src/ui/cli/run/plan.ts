import { plan as makeThePlan } from '../../../app/actions/plan.ts';
import { defaultLimits, type Limits } from '../../../core/plan/limits.ts';
import { type Others, type OthersPolicy, usualOthers } from '../../../core/plan/others.ts';
import { parseWaves } from '../../../core/plan/parse-waves.ts';
import type { CaptureMode } from '../../../core/plan/plan.ts';
import { planText as fileText } from '../../../core/plan/plan-text.ts';
import type { TurnMode } from '../../../core/plan/turn-of.ts';
import { outputFile } from '../../../lib/output-file.ts';
import type { CommonFlags } from '../context.ts';
import { type IntendedFlags, intended } from '../intended.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { plannedOutcome } from '../views/planned.ts';
import { warnOfUnmet } from '../warn-of-unmet.ts';

export interface PlanFlags extends CommonFlags, IntendedFlags {
  readonly output?: string;
  readonly policy: 'page' | 'schema';
  readonly windows: 'each' | 'one';
  readonly accept: readonly string[];
  readonly changelog?: string;
  readonly window?: number;
  readonly leaveFiles: boolean;
  readonly noAnnouncement: boolean;
  readonly noPark: boolean;
  readonly turn: TurnMode;
  readonly capture?: CaptureMode;
  readonly others: OthersPolicy;
  /** Seconds. */
  readonly othersFor: number;
  readonly proof: 'each-group' | 'each-agent';
  readonly atOnce?: number;
  readonly perHost?: number;
  readonly waves?: string;
  readonly canary?: string;
  /** Seconds. */
  readonly bake?: number;
  readonly failures?: number;
}

function limitsIn({ atOnce, perHost }: PlanFlags): { readonly limits?: Limits } {
  if (atOnce === undefined && perHost === undefined) return {};
  return { limits: { perHost: perHost ?? defaultLimits.perHost, inAll: atOnce ?? defaultLimits.inAll } };
}

function othersIn({ others: policy, othersFor: seconds }: PlanFlags): { readonly others?: Others } {
  const isUsual = policy === usualOthers.policy && seconds === usualOthers.seconds;
  return isUsual ? {} : { others: { policy, seconds } };
}

export async function plan(terminal: Terminal, flags: PlanFlags, to: string): Promise<Outcome> {
  const { drain, guards } = intended(flags);
  const file = flags.output === undefined ? undefined : await outputFile(flags.output, 'plan.json');
  const planned = await makeThePlan({
    to,
    clusterFile: terminal.clusterFile,
    policy: flags.policy,
    windows: flags.windows,
    accept: flags.accept,
    leaveFiles: flags.leaveFiles,
    noAnnouncement: flags.noAnnouncement,
    noPark: flags.noPark,
    drain,
    waves: parseWaves(flags),
    ...(flags.turn === 'beside' ? { turn: flags.turn } : {}),
    ...(flags.capture === undefined ? {} : { capture: flags.capture }),
    ...othersIn(flags),
    ...(flags.proof === 'each-agent' ? { proof: flags.proof } : {}),
    guard: guards,
    onUnmet: warnOfUnmet(terminal),
    ...limitsIn(flags),
    ...(flags.changelog === undefined ? {} : { changelog: flags.changelog }),
    ...(flags.window === undefined ? {} : { window: flags.window }),
  });
  if (planned.kind === 'plan') await file?.write(fileText(planned.plan));
  return plannedOutcome(planned, file?.name, terminal.paint);
}
