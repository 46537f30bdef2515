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
      'The running steps are finished, then the run goes back to where the hop in progress began, as after a failure; hops that were finished stay. Whoever drives the run is asked; a run that nobody drives is taken back from here. `baiup rollback` goes back through all hops.',
  },
});
