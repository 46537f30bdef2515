import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { policyFlag, versionParameter } from '../parameters.ts';
import { runner } from '../runner.ts';

export interface PathFlags extends CommonFlags {
  readonly exact: boolean;
  readonly policy: 'page' | 'schema';
  readonly asOf?: string;
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
      policy: policyFlag,
      asOf: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'DATE',
        brief: 'As if releases published after this day did not exist',
      },
    },
    positional: {
      kind: 'array',
      minimum: 2,
      parameter: versionParameter('From, to; with --exact every stop between', 'VERSION'),
    },
  },
  docs: {
    brief: 'The legal path between two releases, with the reason for each stop',
    fullDescription:
      'Finds the path with the fewest hops that the policy allows, with the database route of each hop. With --exact it judges the chain that is named: exit 0 allowed, 2 refused with the rule that refuses each hop. Needs no network.',
  },
});
