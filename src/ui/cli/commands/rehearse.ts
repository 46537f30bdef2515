import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { niceFlag, onFlag, planFileParameter, revisionLimitFlag } from '../parameters.ts';
import type { RehearseFlags } from '../run/rehearse.ts';
import { runner } from '../runner.ts';

export const rehearseCommand = buildCommand<RehearseFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/rehearse.ts')).rehearse),
  parameters: {
    flags: {
      ...commonFlags,
      dump: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE',
        brief: "A dump of the cluster's database by pg_dump (custom or directory) instead of one made now",
      },
      revisionLimit: revisionLimitFlag,
      on: onFlag,
      nice: niceFlag,
    },
    positional: { kind: 'tuple', parameters: [planFileParameter] },
  },
  docs: {
    brief: "Carry out a plan's database part on a copy of the cluster's data",
    fullDescription:
      'Copies database and etcd namespace into scratch servers, builds the environments, runs every migration, compares the result with a fresh install, and goes back again. It measures each part. It only reads the cluster. It keeps a receipt, which apply uses. Exit 1 if the rehearsal fails.',
  },
});
