import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { acceptFlag, policyFlag, versionParameter } from '../parameters.ts';
import type { PathFlags } from '../run/path.ts';
import { runner } from '../runner.ts';

export const pathCommand = buildCommand<PathFlags, string[], CliContext>({
  loader: async () => runner((await import('../run/path.ts')).path),
  parameters: {
    flags: {
      ...commonFlags,
      format: { ...commonFlags.format, values: ['text', 'json', 'html'] },
      exact: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Judge exactly this chain of versions',
      },
      policy: policyFlag,
      accept: {
        ...acceptFlag,
        brief: 'Treat a release that cannot run as published as fixed, by the code of its refusal',
      },
      asOf: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'DATE',
        brief: 'As if releases published after this day did not exist',
      },
      why: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'VERSION',
        brief: 'Why the path halts there, or why it does not',
      },
      fromMixed: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'm1=24.03.11,a1=24.03.10',
        brief: 'Start from members of several versions; then give TO only',
      },
      output: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE',
        brief: 'With --format html: write the page here',
      },
    },
    aliases: { o: 'output' },
    positional: {
      kind: 'array',
      minimum: 1,
      parameter: versionParameter('From, to; with --exact every stop between', 'VERSION'),
    },
  },
  docs: {
    brief: 'The legal path between two releases, with the reason for each stop',
    fullDescription:
      'Finds the path with the fewest hops that the policy allows, with the database route of each hop; policy schema takes a hop of which no trial is recorded only where no way without it leads on, however many more hops that makes. With --exact it judges the chain that is named: exit 0 allowed, 2 refused with the rule that refuses each hop. With --format html -o FILE it writes a page that needs nothing else. Needs no network.',
  },
});
