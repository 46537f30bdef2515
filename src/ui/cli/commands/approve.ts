import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runParameter } from '../parameters.ts';
import { runner } from '../runner.ts';

export const approveCommand = buildCommand<CommonFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/approve.ts')).approve),
  parameters: { flags: commonFlags, positional: { kind: 'tuple', parameters: [runParameter] } },
  docs: {
    brief: 'Give your word for the manual steps that a run waits for',
    fullDescription:
      'Each is recorded with who gave it. The run goes on with `baiup resume RUN`. One that will not be done is answered by `baiup rollback RUN`.',
  },
});
