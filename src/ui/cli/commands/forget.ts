import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { runParameter, yesFlag } from '../parameters.ts';
import type { ForgetFlags } from '../run/forget.ts';
import { runner } from '../runner.ts';

export const forgetCommand = buildCommand<ForgetFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/forget.ts')).forget),
  parameters: {
    flags: {
      ...commonFlags,
      yes: yesFlag('Do not ask, also where the run can still go back: it cannot afterwards'),
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Show what would be removed, and how much that frees; change nothing',
      },
    },
    positional: { kind: 'tuple', parameters: [runParameter] },
  },
  docs: {
    brief: 'Remove what a run keeps for its way back: old databases, dumps, environments, captured files',
    fullDescription:
      'Shows all of it with its size, and asks. What a service, a process, a container, a link or another run still needs stays. Afterwards the run cannot be rolled back; its journal and what it found out stay. One that was cut in the middle goes on with the same command.',
  },
});
