import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { versionParameter } from '../parameters.ts';
import type { ChangelogFlags } from '../run/changelog.ts';
import { runner } from '../runner.ts';

export const changelogCommand = buildCommand<ChangelogFlags, [string, string], CliContext>({
  loader: async () => runner((await import('../run/changelog.ts')).changelog),
  parameters: {
    flags: {
      ...commonFlags,
      source: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE|FOLDER|URL',
        brief: "The changelog, or a folder with several (default: the vendor's repository)",
      },
    },
    positional: {
      kind: 'tuple',
      parameters: [
        versionParameter('Release to start from', 'FROM'),
        versionParameter('Release to go to', 'TO'),
      ],
    },
  },
  docs: {
    brief: 'What changes on the way: breaking changes, database and manual steps first',
    fullDescription:
      "Reads the vendor's changelog and tells, hop by hop, what changes between two releases, with what the rules say beside it. Patches of a branch are missing from the main file, so a folder with the files of several branches tells more. With --verbose every entry is shown, not only those to be read first.",
  },
});
