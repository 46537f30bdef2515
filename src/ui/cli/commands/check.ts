import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { supposedFlags } from '../intended-flags.ts';
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
      ...supposedFlags,
      fix: {
        kind: 'parsed',
        parse: String,
        variadic: true,
        default: [] as readonly string[],
        placeholder: 'CODE[=VALUE]',
        brief: 'Fix what this check found: baiup shows the fix, asks, and does it (may be repeated)',
      },
      yes: yesFlag('With --fix: do not ask'),
    },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          ...versionParameter('Release to upgrade to; without it baiup checks the cluster only', 'TO'),
          optional: true,
        },
      ],
    },
  },
  docs: {
    brief: 'Look for everything that would break an upgrade, and fix it with --fix',
    fullDescription:
      'Runs every check and says what to do about each finding. With TO it tells whose sessions are ended, waited for, guarded or left, and how to list them. Exit 2 while something must be fixed. Without --fix it changes nothing. With --fix it changes only what it shows: SQL in one transaction, or keys in etcd. Then it runs the checks again.',
  },
});
