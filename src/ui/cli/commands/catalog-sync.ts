import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import type { CatalogSyncFlags } from '../run/catalog-sync.ts';
import { runner } from '../runner.ts';

export const catalogSyncCommand = buildCommand<CatalogSyncFlags, [], CliContext>({
  loader: async () => runner((await import('../run/catalog-sync.ts')).catalogSync),
  parameters: {
    flags: {
      ...commonFlags,
      index: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'URL',
        brief: 'A simple index, or a folder of wheels, instead of those that uv and pip are configured for',
      },
    },
    positional: { kind: 'tuple', parameters: [] },
  },
  docs: {
    brief: 'Brings the catalog of releases up to date from the package index',
    fullDescription:
      'Reads the index pages of Backend.AI. Of new wheels it reads only the parts that matter. If it is stopped with Ctrl-C (exit 3) or cut, the same command continues. The new catalog is kept in the cache folder and used from then on.',
  },
});
