import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runParameter } from '../parameters.ts';
import { runner } from '../runner.ts';

export const showCommand = buildCommand<CommonFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/runs.ts')).show),
  parameters: { flags: commonFlags, positional: { kind: 'tuple', parameters: [runParameter] } },
  docs: { brief: 'One run, step by step' },
});
