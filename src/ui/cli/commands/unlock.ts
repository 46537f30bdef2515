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
      'Says who has the lock, since when and why. Refused while the driver lives: on this machine baiup looks at its process, from another machine at its signs of life. Better resume an unfinished run, or roll it back: once the lock is free, anybody can begin another run on the cluster as it is.',
  },
});
