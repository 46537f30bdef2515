import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runner } from '../runner.ts';

export interface PathFlags extends CommonFlags {
  readonly exact: boolean;
}

export const pathCommand = buildCommand<PathFlags, string[], CliContext>({
  loader: async () => runner((await import('../run/path.ts')).path),
  parameters: {
    flags: {
      ...commonFlags,
      exact: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Judge this very chain of versions',
      },
    },
    positional: {
      kind: 'array',
      minimum: 2,
      parameter: { parse: String, brief: 'From, to', placeholder: 'VERSION' },
    },
  },
  docs: { brief: 'The legal path between two releases, with the reason for each stop' },
});
