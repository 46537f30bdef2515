import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runner } from '../runner.ts';

export const schemaMatrixCommand = buildCommand<CommonFlags, [], CliContext>({
  loader: async () => runner((await import('../run/schema-matrix.ts')).schemaMatrix),
  parameters: { flags: commonFlags, positional: { kind: 'tuple', parameters: [] } },
  docs: {
    brief: 'The database routes between all final releases',
    fullDescription:
      'As JSON every pair with from before to: kind, how many revisions run, how many of them are filled, how many orphans; as text the last release of each line. Needs no network.',
  },
});
