import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { policyFlag, versionParameter, windowsFlag, yesFlag } from '../parameters.ts';
import type { CheckFlags } from '../run/check.ts';
import { runner } from '../runner.ts';

export const checkCommand = buildCommand<CheckFlags, [string?], CliContext>({
  loader: async () => runner((await import('../run/check.ts')).check),
  parameters: {
    flags: {
      ...commonFlags,
      policy: policyFlag,
      windows: windowsFlag,
      fix: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        default: [] as readonly string[],
        placeholder: 'CODE[=VALUE]',
        brief: 'Fix what this check found: shown, then asked for, then done (may be repeated)',
      },
      yes: yesFlag('With --fix: do not ask'),
    },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          ...versionParameter('Release to upgrade to; without it only the cluster is looked at', 'TO'),
          optional: true,
        },
      ],
    },
  },
  docs: {
    brief: 'Look for everything that stands in the way of an upgrade, and fix it with --fix',
    fullDescription:
      'Runs every check and says what to do about each finding; exit 2 while something must be fixed. Nothing is changed without --fix, and with it only what is shown: SQL in one transaction, or keys in etcd. Then the checks run again.',
  },
});
