import { buildCommand } from '@stricli/core';
import { shortList } from '../../../lib/short-list.ts';
import { type CliContext, commonFlags } from '../context.ts';
import { acceptFlag, runParameter, yesFlag } from '../parameters.ts';
import type { RollbackFlags } from '../run/rollback.ts';
import { runner } from '../runner.ts';

const acceptable = ['run.damaged', 'cluster.changed-since', 'host.unreachable'];

/** @throws Error in words of its own */
function parseAccepted(code: string): string {
  if (acceptable.includes(code)) return code;
  throw new Error(`rollback accepts ${shortList(acceptable)} only`);
}

export const rollbackCommand = buildCommand<RollbackFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/rollback.ts')).rollback),
  parameters: {
    flags: {
      ...commonFlags,
      yes: yesFlag('Do not ask: what was written since the upgrade is lost'),
      accept: {
        ...acceptFlag,
        parse: parseAccepted,
        brief:
          'run.damaged: undo every step that may have begun. cluster.changed-since: also overwrite what another run changed since. host.unreachable: go back without hosts that do not answer',
      },
    },
    positional: { kind: 'tuple', parameters: [runParameter] },
  },
  docs: {
    brief: 'Take a run back to where it began, through all its hops',
    fullDescription:
      'Restores database, etcd namespace and environments as captured, and starts the old cluster.',
  },
});
