import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import type { ReleasesFlags } from '../run/releases.ts';
import { runner } from '../runner.ts';

export const releasesCommand = buildCommand<ReleasesFlags, [], CliContext>({
  loader: async () => runner((await import('../run/releases.ts')).releases),
  parameters: {
    flags: {
      ...commonFlags,
      line: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'YY.MM',
        brief: 'Only this release line',
      },
      all: { kind: 'boolean', default: false, withNegated: false, brief: 'Candidates as well' },
    },
    positional: { kind: 'tuple', parameters: [] },
  },
  docs: {
    brief: 'What is published, when, withdrawn and why, with Python and known risks',
    fullDescription:
      'Lists the releases of the catalog, oldest first. Needs no network; baiup catalog sync brings the catalog up to date.',
  },
});
