import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags, type SteerFlags } from '../context.ts';
import { runParameter, yesFlag } from '../parameters.ts';
import { runner } from '../runner.ts';

export const abortCommand = buildCommand<SteerFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/abort.ts')).abort),
  parameters: {
    flags: { ...commonFlags, yes: yesFlag('Do not ask') },
    positional: { kind: 'tuple', parameters: [runParameter] },
  },
  docs: {
    brief: 'Give up the hop that a run is at, from any terminal',
    fullDescription:
      'The run finishes its running steps. Then it goes back to where the hop in progress began, as after a failure. Finished hops stay. The process that drives the run does this; if nobody drives it, this command does. `baiup rollback` goes back through all hops.',
  },
});
