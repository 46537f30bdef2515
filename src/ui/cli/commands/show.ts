import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runner } from '../runner.ts';

const runOrPlan = {
  parse: String,
  brief: 'A run as `baiup runs` names it, or a plan that `baiup plan -o` wrote',
  placeholder: 'RUN|plan.json',
} as const;

export const showCommand = buildCommand<CommonFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/runs.ts')).show),
  parameters: { flags: commonFlags, positional: { kind: 'tuple', parameters: [runOrPlan] } },
  docs: { brief: 'One run, step by step, or a plan as it is foreseen now' },
});
