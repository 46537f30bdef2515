import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags, type SteerFlags } from '../context.ts';
import { runParameter, yesFlag } from '../parameters.ts';
import { runner } from '../runner.ts';

export const resumeCommand = buildCommand<SteerFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/resume.ts')).resume),
  parameters: {
    flags: { ...commonFlags, yes: yesFlag('Leave manual steps out that are optional, as with apply') },
    positional: { kind: 'tuple', parameters: [runParameter] },
  },
  docs: {
    brief: 'Go on with a run that was stopped, was cut, or waited for your word',
    fullDescription: 'The same as `baiup apply` with its plan.',
  },
});
