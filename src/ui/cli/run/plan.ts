import { plan as makeThePlan } from '../../../app/actions/plan.ts';
import { defaultLimits, type Limits } from '../../../core/plan/limits.ts';
import { writeFileAtomic } from '../../../lib/atomic-file.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { findingLines } from '../views/findings.ts';
import { isRehearsed } from '../views/foreseen.ts';
import { planText } from '../views/plan.ts';

export interface PlanFlags extends CommonFlags {
  readonly output?: string;
  readonly policy: 'page' | 'schema';
  readonly windows: 'each' | 'one';
  readonly accept: readonly string[];
  readonly changelog?: string;
  readonly window?: number;
  readonly leaveFiles: boolean;
  readonly atOnce?: number;
  readonly perHost?: number;
}

function limitsIn({ atOnce, perHost }: PlanFlags): { readonly limits?: Limits } {
  if (atOnce === undefined && perHost === undefined) return {};
  return { limits: { perHost: perHost ?? defaultLimits.perHost, inAll: atOnce ?? defaultLimits.inAll } };
}

export async function plan(terminal: Terminal, flags: PlanFlags, to: string): Promise<Outcome> {
  const planned = await makeThePlan({
    to,
    clusterFile: terminal.clusterFile,
    policy: flags.policy,
    windows: flags.windows,
    accept: flags.accept,
    leaveFiles: flags.leaveFiles,
    ...limitsIn(flags),
    ...(flags.changelog === undefined ? {} : { changelog: flags.changelog }),
    ...(flags.window === undefined ? {} : { window: flags.window }),
  });
  switch (planned.kind) {
    case 'nothing-to-do':
      return {
        json: { to: planned.to, hops: [], findings: [] },
        text: `Already at ${planned.to}: nothing to do.`,
      };
    case 'refused': {
      const { findings } = planned;
      const text = ['Refused: no plan was made', '', ...findingLines(findings)].join('\n');
      return { json: { to: planned.to, findings }, text, exit: exitCode.refused };
    }
    case 'plan': {
      const { plan: made } = planned;
      if (flags.output !== undefined) {
        await writeFileAtomic(flags.output, `${JSON.stringify(made, null, 2)}\n`);
      }
      const verb = isRehearsed(made) ? 'apply' : 'rehearse';
      const next = flags.output === undefined ? 'keep it with -o plan.json' : `baiup ${verb} ${flags.output}`;
      return { json: made, text: `${planText(made, terminal.paint)}\n\n  Next: ${next}` };
    }
    default:
      return planned satisfies never;
  }
}
