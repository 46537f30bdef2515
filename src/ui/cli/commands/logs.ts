import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { runParameter, stepParameter } from '../parameters.ts';
import type { LogsFlags } from '../run/logs.ts';
import { runner } from '../runner.ts';

export const logsCommand = buildCommand<LogsFlags, [string, string], CliContext>({
  loader: async () => runner((await import('../run/logs.ts')).logs),
  parameters: {
    flags: {
      ...commonFlags,
      follow: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Go on with what happens to it, as long as somebody drives the run',
      },
    },
    positional: { kind: 'tuple', parameters: [runParameter, stepParameter] },
  },
  docs: {
    brief: 'Show what happened in one step of a run, and the files that were kept',
    fullDescription:
      'Every event of the step from the journal, and the end of each file that was kept when it failed. Reads no cluster, so it works from any terminal, also while another process drives the run.',
  },
});
