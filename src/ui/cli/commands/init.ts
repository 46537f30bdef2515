import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import type { InitFlags } from '../run/init.ts';
import { runner } from '../runner.ts';

export const initCommand = buildCommand<InitFlags, [], CliContext>({
  loader: async () => runner((await import('../run/init.ts')).init),
  parameters: {
    flags: {
      ...commonFlags,
      host: {
        kind: 'parsed',
        parse: String,
        variadic: ',',
        default: [] as readonly string[],
        placeholder: 'USER@HOST',
        brief: 'A host, as one types it after ssh; local is this machine (may be repeated)',
      },
      output: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE',
        brief: 'Write the cluster file here (default: --cluster FILE, else cluster.yaml)',
      },
      name: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'NAME',
        brief: "The cluster's name (default: its namespace in etcd)",
      },
      sshConfig: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE',
        brief: 'An OpenSSH configuration in the place of your own',
      },
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Print what would be written, and write nothing',
      },
    },
    aliases: { o: 'output' },
    positional: { kind: 'tuple', parameters: [] },
  },
  docs: {
    brief: 'Find a cluster on its hosts and write its cluster file',
    fullDescription:
      'Looks at each host: units, the scripts behind them, processes, environments, configuration. A manager is asked what its database and etcd know. Nothing is changed on any host, and no secret is copied. Above each guess the file has a line that says so. Where the file is there already, new hosts and members are added to it, what is written stays, and what differs is told.',
  },
});
