import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runner } from '../runner.ts';

export const hooksTestCommand = buildCommand<CommonFlags, string[], CliContext>({
  loader: async () => runner((await import('../run/hooks-test.ts')).hooksTest),
  parameters: {
    flags: commonFlags,
    positional: {
      kind: 'array',
      parameter: {
        parse: String,
        brief: 'A hook by its name; all of them if none is named',
        placeholder: 'NAME',
      },
    },
  },
  docs: {
    brief: 'Send a test to the hooks of cluster.yaml, and say how each took it',
    fullDescription:
      'Sends one notice that is marked as a test (`"event": "hook.test"`, `"test": true`) to each hook, once and without further tries. Exit 1 if one of them did not take it. Nothing in the cluster is read or changed.',
  },
});
