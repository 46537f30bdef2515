import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runner } from '../runner.ts';

export const rehearseCommand = buildCommand<CommonFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/rehearse.ts')).rehearse),
  parameters: {
    flags: commonFlags,
    positional: {
      kind: 'tuple',
      parameters: [{ parse: String, brief: 'A plan that `baiup plan -o` wrote', placeholder: 'plan.json' }],
    },
  },
  docs: {
    brief: "Carry a plan's database part out on a copy of the cluster's own data",
    fullDescription:
      'Copies database and etcd namespace into servers of its own, builds the environments, runs every migration, compares the result with a fresh install, and goes back again, with the time of each. The cluster is only read. The receipt is kept, and apply holds to it. Exit 1 when the rehearsal says no.',
  },
});
