import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runParameter } from '../parameters.ts';
import { runner } from '../runner.ts';

export const approveCommand = buildCommand<CommonFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/approve.ts')).approve),
  parameters: { flags: commonFlags, positional: { kind: 'tuple', parameters: [runParameter] } },
  docs: {
    brief: 'Approve the manual steps that a run waits for',
    fullDescription:
      'Approve them once they are done. The journal keeps who approved each. Then `baiup resume RUN` continues the run. If you will not do them, type `baiup rollback RUN`.',
  },
});
