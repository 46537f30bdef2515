import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runner } from '../runner.ts';

export const statusCommand = buildCommand<CommonFlags, [], CliContext>({
  loader: async () => runner((await import('../run/status.ts')).status),
  parameters: { flags: commonFlags, positional: { kind: 'tuple', parameters: [] } },
  docs: { brief: 'Versions, health, database, workloads, and the run in progress' },
});
