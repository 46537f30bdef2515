import { buildCommand } from '@stricli/core';
import { defaultLimits } from '../../../core/plan/limits.ts';
import { parseDuration } from '../../../lib/duration.ts';
import { type CliContext, commonFlags } from '../context.ts';
import { intendedFlags } from '../intended-flags.ts';
import { acceptFlag, parseCount, policyFlag, versionParameter, windowsFlag } from '../parameters.ts';
import type { PlanFlags } from '../run/plan.ts';
import { runner } from '../runner.ts';
import { waveFlags } from '../wave-flags.ts';

export const planCommand = buildCommand<PlanFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/plan.ts')).plan),
  parameters: {
    flags: {
      ...commonFlags,
      output: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE',
        brief: 'Write the plan here',
      },
      policy: policyFlag,
      windows: windowsFlag,
      window: {
        kind: 'parsed',
        parse: parseDuration,
        optional: true,
        placeholder: 'TIME',
        brief:
          'The maintenance window, like 20m: refuse what does not fit with its way back; apply holds to it',
      },
      accept: acceptFlag,
      leaveFiles: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief:
          'Change no configuration file; baiup still says what a new program refuses, before anything stops',
      },
      noAnnouncement: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Tell users nothing by the announcement, although the cluster file wants it',
      },
      noPark: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Start new programs once everything is stopped, and none beforehand to wait for its start',
      },
      turn: {
        kind: 'enum',
        values: ['stop', 'beside'],
        default: 'stop',
        brief:
          'How managers, webservers and storage-proxies turn in minor hops without revisions: they are stopped (stop), or their new programs serve beside the old ones (beside)',
      },
      capture: {
        kind: 'enum',
        values: ['aside', 'dump'],
        optional: true,
        brief:
          'How databases are kept for the way back: renamed on their server while a copy is migrated (aside), or dumped inside the stop',
      },
      others: {
        kind: 'enum',
        values: ['wait', 'end', 'refuse'],
        default: 'wait',
        brief:
          'Other programs at a database that is migrated: wait for their transactions before the stop, and give up where one stays (wait), or end their sessions inside it (end), or have nobody there at all (refuse)',
      },
      othersFor: {
        kind: 'parsed',
        parse: parseDuration,
        default: '15s',
        placeholder: 'TIME',
        brief: 'How long other programs at a database are waited for before the stop',
      },
      proof: {
        kind: 'enum',
        values: ['each-group', 'each-agent'],
        default: 'each-group',
        brief: 'Before each stop and after it, start a session on each resource group, or on each agent',
      },
      atOnce: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        placeholder: 'N',
        brief: `Steps that run at once in all (default ${defaultLimits.inAll})`,
      },
      perHost: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        placeholder: 'N',
        brief: `Steps that run at once on one host (default ${defaultLimits.perHost})`,
      },
      ...intendedFlags,
      ...waveFlags,
      changelog: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE|FOLDER|URL',
        brief: 'Put what must be read of the changelog into the plan; apply records that it was read',
      },
    },
    aliases: { o: 'output' },
    positional: { kind: 'tuple', parameters: [versionParameter('Release to upgrade to', 'TO')] },
  },
  docs: {
    brief: 'Make the plan of an upgrade; this changes nothing',
    fullDescription:
      'Looks at the cluster, finds the legal path, runs every check, and prints what apply will do, step by step, with the point of no return. With -o the plan is written to a file that apply takes.',
  },
});
