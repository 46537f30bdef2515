import { buildCommand } from '@stricli/core';
import { fateNames } from '../../../core/workloads/fate.ts';
import { groupedBy } from '../../../core/workloads/session-groups.ts';
import { parseDuration } from '../../../lib/duration.ts';
import { type CliContext, commonFlags } from '../context.ts';
import { supposedFlags } from '../intended-flags.ts';
import type { WorkloadsFlags } from '../run/workloads.ts';
import { runner } from '../runner.ts';

const words = (placeholder: string, brief: string) =>
  ({
    kind: 'parsed',
    parse: String,
    variadic: ',',
    default: [] as readonly string[],
    placeholder,
    brief,
  }) as const;

export const workloadsCommand = buildCommand<WorkloadsFlags, [], CliContext>({
  loader: async () => runner((await import('../run/workloads.ts')).workloads),
  parameters: {
    flags: {
      ...commonFlags,
      format: {
        ...commonFlags.format,
        values: ['text', 'json', 'jsonl', 'csv'],
        brief:
          'Form of the output; jsonl: one JSON document a line; csv: the sessions, harmless in a spreadsheet',
      },
      owner: words(
        'OWNER',
        'Only sessions of this e-mail address or access key (may be repeated, as all below)',
      ),
      project: words('PROJECT', 'Only sessions of this project'),
      image: words('IMAGE', 'Only sessions whose image has this in its name'),
      kind: words('KIND', 'Only sessions of this kind: interactive, batch, inference, system'),
      label: words('LABEL', 'Only sessions that their owner has marked with this tag'),
      status: words('STATUS', 'Only sessions of this status: RUNNING, PREPARING'),
      agent: words('AGENT', 'Only sessions with kernels on this agent'),
      resourceGroup: words('GROUP', 'Only sessions in this resource group'),
      session: words('SESSION', 'Only the session with this id or name'),
      pending: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Only sessions that wait for a place',
      },
      olderThan: {
        kind: 'parsed',
        parse: (text: string) => parseDuration(text, Number.POSITIVE_INFINITY),
        optional: true,
        placeholder: 'DURATION',
        brief: 'Only sessions that began before this long: 90m, 12h, 30d',
      },
      ...supposedFlags,
      fate: {
        kind: 'enum',
        values: fateNames,
        variadic: ',',
        optional: true,
        brief: 'Only sessions that an upgrade would do this with, by --drain and --guard',
      },
      by: {
        kind: 'enum',
        values: groupedBy,
        optional: true,
        brief: 'Add the sessions up by what they have in common instead of listing them',
      },
      source: {
        kind: 'enum',
        values: ['api', 'database'],
        optional: true,
        brief:
          "Ask only the managers' API, or only their database; the API, or else the database, unless told",
      },
    },
    positional: { kind: 'tuple', parameters: [] },
  },
  docs: {
    brief: 'Sessions with owner, project, age, resources and kind; endpoints, agents, and what waits',
    fullDescription:
      "Lists what users have on the cluster and changes nothing. It asks the managers' signed API, and reads the same from their database where the API does not serve; it says which, and why. Filters choose sessions; endpoints, agents and folders are told whole. Of many sessions the database tells sooner: --source database.",
  },
});
