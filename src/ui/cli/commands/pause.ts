import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags, type SteerFlags } from '../context.ts';
import { runParameter, yesFlag } from '../parameters.ts';
import { runner } from '../runner.ts';

export const pauseCommand = buildCommand<SteerFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/pause.ts')).pause),
  parameters: {
    flags: { ...commonFlags, yes: yesFlag('No effect: pause never asks') },
    positional: { kind: 'tuple', parameters: [runParameter] },
  },
  docs: {
    brief: 'Stop a run after its running steps, from any terminal',
    fullDescription:
      'Asks the process that drives the run to stop, and waits until it has stopped. Then it says whether the service is down. `baiup resume` continues the run. A run that nobody drives has stopped already. A run that is going back cannot be paused.',
  },
});
