import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags, type SteerFlags } from '../context.ts';
import { runParameter, yesFlag } from '../parameters.ts';
import { runner } from '../runner.ts';

export const resumeCommand = buildCommand<SteerFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/resume.ts')).resume),
  parameters: {
    flags: { ...commonFlags, yes: yesFlag('Skip optional manual steps, as with apply') },
    positional: { kind: 'tuple', parameters: [runParameter] },
  },
  docs: {
    brief: 'Continue a run that was stopped or cut, or that waited for your approval',
    fullDescription: 'The same as `baiup apply` with its plan.',
  },
});
