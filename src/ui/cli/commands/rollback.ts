import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { acceptFlag, runParameter, yesFlag } from '../parameters.ts';
import type { RollbackFlags } from '../run/rollback.ts';
import { runner } from '../runner.ts';

export const rollbackCommand = buildCommand<RollbackFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/rollback.ts')).rollback),
  parameters: {
    flags: {
      ...commonFlags,
      yes: yesFlag('Do not ask: what was written since the upgrade is lost'),
      accept: {
        ...acceptFlag,
        brief:
          'run.damaged: go back though the journal is damaged, as if all that may have been begun had been',
      },
    },
    positional: { kind: 'tuple', parameters: [runParameter] },
  },
  docs: {
    brief: 'Take a run back to where it began, through all its hops',
    fullDescription:
      'Restores database, etcd namespace and environments as captured, and starts the old cluster.',
  },
});
