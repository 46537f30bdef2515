import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runParameter } from '../parameters.ts';
import { runner } from '../runner.ts';

export const resumeCommand = buildCommand<CommonFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/resume.ts')).resume),
  parameters: { flags: commonFlags, positional: { kind: 'tuple', parameters: [runParameter] } },
  docs: {
    brief: 'Go on with a run that was stopped, was cut, or waited for your word',
    fullDescription: 'The same as `baiup apply` with its plan.',
  },
});
