import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { runParameter, yesFlag } from '../parameters.ts';
import type { ResumeFlags } from '../run/resume.ts';
import { runner } from '../runner.ts';

export const resumeCommand = buildCommand<ResumeFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/resume.ts')).resume),
  parameters: {
    flags: {
      ...commonFlags,
      yes: yesFlag('Skip optional manual steps, as with apply'),
      postpone: {
        kind: 'parsed',
        parse: String,
        variadic: ',',
        default: [] as readonly string[],
        placeholder: 'AGENT',
        brief:
          'Go on without this agent, or the agents of this host, which turn in waves: they keep their release for now (may be repeated)',
      },
    },
    positional: { kind: 'tuple', parameters: [runParameter] },
  },
  docs: {
    brief: 'Continue a run that was stopped or cut, or that waited for your approval',
    fullDescription:
      'The same as `baiup apply` with its plan. With --postpone, `baiup apply --remaining` brings these agents to its release later.',
  },
});
