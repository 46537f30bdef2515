import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { acceptFlag, niceFlag, planFileParameter, revisionLimitFlag, yesFlag } from '../parameters.ts';
import type { ApplyFlags } from '../run/apply.ts';
import { runner } from '../runner.ts';

export const applyCommand = buildCommand<ApplyFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/apply.ts')).apply),
  parameters: {
    flags: {
      ...commonFlags,
      yes: yesFlag(
        'Accept every warning that is shown, and take optional manual steps for done; each is recorded',
      ),
      accept: acceptFlag,
      noRehearsal: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Go by no rehearsal, also where one says no; it is recorded',
      },
      revisionLimit: revisionLimitFlag,
      nice: niceFlag,
    },
    positional: { kind: 'tuple', parameters: [planFileParameter] },
  },
  docs: {
    brief: 'Carry a plan out, or go on with it where it was interrupted',
    fullDescription:
      'With no fresh receipt the plan is rehearsed first, and refused where that says no. A failure keeps its evidence and takes the cluster back. Ctrl-C once finishes the running step and stops (exit 3); the same command goes on.',
  },
});
