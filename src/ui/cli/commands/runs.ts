import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runner } from '../runner.ts';

export const runsCommand = buildCommand<CommonFlags, [], CliContext>({
  loader: async () => runner((await import('../run/runs.ts')).runs),
  parameters: { flags: commonFlags, positional: { kind: 'tuple', parameters: [] } },
  docs: { brief: 'Every run in the journal' },
});
