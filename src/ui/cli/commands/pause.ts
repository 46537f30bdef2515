import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags, type SteerFlags } from '../context.ts';
import { runParameter, yesFlag } from '../parameters.ts';
import { runner } from '../runner.ts';

export const pauseCommand = buildCommand<SteerFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/pause.ts')).pause),
  parameters: {
    flags: { ...commonFlags, yes: yesFlag('Nothing is asked here: the same as without') },
    positional: { kind: 'tuple', parameters: [runParameter] },
  },
  docs: {
    brief: 'Have a run stop after the running steps, from any terminal',
    fullDescription:
      'Asks whoever drives the run, and waits until it stands still: `baiup resume` goes on from there. Says whether the service is down then. A run that nobody drives stands still already. Going back is not stopped half way.',
  },
});
