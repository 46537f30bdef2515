import { plan as makeThePlan } from '../../../app/actions/plan.ts';
import { guardSchema } from '../../../core/cluster/guard-schema.ts';
import { defaultLimits, type Limits } from '../../../core/plan/limits.ts';
import { planText as fileText } from '../../../core/plan/plan-text.ts';
import { parseDrain } from '../../../core/workloads/parse-drain.ts';
import { usageError } from '../../../lib/errors.ts';
import { outputFile } from '../../../lib/output-file.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { plannedOutcome } from '../views/planned.ts';

export interface PlanFlags extends CommonFlags {
  readonly output?: string;
  readonly policy: 'page' | 'schema';
  readonly windows: 'each' | 'one';
  readonly accept: readonly string[];
  readonly changelog?: string;
  readonly window?: number;
  readonly leaveFiles: boolean;
  readonly noAnnouncement: boolean;
  readonly proof: 'each-group' | 'each-agent';
  readonly atOnce?: number;
  readonly perHost?: number;
  readonly drain: readonly string[];
  readonly drainFor: number;
  readonly guard: readonly string[];
}

function limitsIn({ atOnce, perHost }: PlanFlags): { readonly limits?: Limits } {
  if (atOnce === undefined && perHost === undefined) return {};
  return { limits: { perHost: perHost ?? defaultLimits.perHost, inAll: atOnce ?? defaultLimits.inAll } };
}

/** @throws BaiupError `guard.malformed` (exit 64) */
function guardsIn({ guard }: PlanFlags): readonly string[] {
  const wrong = guard.find((each) => !guardSchema.safeParse(each).success);
  if (wrong === undefined) return guard;
  const how = 'write owner=, project=, image=, label= or id= with a value, like owner=ana@example.com';
  throw usageError('guard.malformed', `"${wrong.slice(0, 60)}" guards no sessions`, how);
}

export async function plan(terminal: Terminal, flags: PlanFlags, to: string): Promise<Outcome> {
  const drain = parseDrain(flags.drain, flags.drainFor);
  const file = flags.output === undefined ? undefined : await outputFile(flags.output, 'plan.json');
  const planned = await makeThePlan({
    to,
    clusterFile: terminal.clusterFile,
    policy: flags.policy,
    windows: flags.windows,
    accept: flags.accept,
    leaveFiles: flags.leaveFiles,
    noAnnouncement: flags.noAnnouncement,
    drain,
    ...(flags.proof === 'each-agent' ? { proof: flags.proof } : {}),
    guard: guardsIn(flags),
    ...limitsIn(flags),
    ...(flags.changelog === undefined ? {} : { changelog: flags.changelog }),
    ...(flags.window === undefined ? {} : { window: flags.window }),
  });
  if (planned.kind === 'plan') await file?.write(fileText(planned.plan));
  return plannedOutcome(planned, file?.name, terminal.paint);
}
