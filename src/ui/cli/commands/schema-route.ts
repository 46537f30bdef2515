import { buildCommand } from '@stricli/core';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { versionParameter } from '../parameters.ts';
import { runner } from '../runner.ts';

export const schemaRouteCommand = buildCommand<CommonFlags, [string, string], CliContext>({
  loader: async () => runner((await import('../run/schema-route.ts')).schemaRoute),
  parameters: {
    flags: commonFlags,
    positional: {
      kind: 'tuple',
      parameters: [
        versionParameter('Release to start from', 'FROM'),
        versionParameter('Release to go to', 'TO'),
      ],
    },
  },
  docs: {
    brief: 'The database route between two releases',
    fullDescription:
      'Compares the two revision graphs and tells what must run: none, upgrade (alembic upgrade head runs all), fill (it would skip some in silence), rejoin (the source has revisions that the target does not know), or blocked (exit 2). Needs no network.',
  },
});
