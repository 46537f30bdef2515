import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { yesFlag } from '../parameters.ts';
import type { UnlockFlags } from '../run/unlock.ts';
import { runner } from '../runner.ts';

export const unlockCommand = buildCommand<UnlockFlags, [], CliContext>({
  loader: async () => runner((await import('../run/unlock.ts')).unlock),
  parameters: {
    flags: { ...commonFlags, yes: yesFlag('Do not ask, also where the run that had the lock is unfinished') },
    positional: { kind: 'tuple', parameters: [] },
  },
  docs: {
    brief: "Free the cluster's lock that a dead run left behind",
    fullDescription:
      'Says whose it is, since when and why. Refused while its driver lives: seen on this machine, told by its signs of life from another. A run that is unfinished is better gone on with, or back: once the lock is free, anybody can begin another run on the cluster as it is.',
  },
});
