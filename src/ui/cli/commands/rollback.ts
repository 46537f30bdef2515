import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags, type SteerFlags } from '../context.ts';
import { runParameter, yesFlag } from '../parameters.ts';
import { runner } from '../runner.ts';

export const rollbackCommand = buildCommand<SteerFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/rollback.ts')).rollback),
  parameters: {
    flags: { ...commonFlags, yes: yesFlag('Do not ask: what was written since the upgrade is lost') },
    positional: { kind: 'tuple', parameters: [runParameter] },
  },
  docs: {
    brief: 'Take a run back to where it began, through all its hops',
    fullDescription:
      'Restores database, etcd namespace and environments as captured, and starts the old cluster.',
  },
});
