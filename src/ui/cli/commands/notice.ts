import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import { beginFlag, planFileParameter } from '../parameters.ts';
import type { NoticeFlags } from '../run/notice.ts';
import { runner } from '../runner.ts';

export const noticeCommand = buildCommand<NoticeFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/notice.ts')).notice),
  parameters: {
    flags: {
      ...commonFlags,
      output: {
        kind: 'parsed',
        parse: String,
        placeholder: 'FOLDER',
        brief: 'A new folder, for workloads.csv and a mail for each user',
      },
      template: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE',
        brief: 'A text in the place of the own one: "Subject: …", an empty line, then the text',
      },
      at: beginFlag('When the run is to begin; the time that baiup announce has set, unless told'),
      source: {
        kind: 'enum',
        values: ['api', 'database'],
        optional: true,
        brief: "Ask only the managers' API, or only their database",
      },
    },
    aliases: { o: 'output' },
    positional: { kind: 'tuple', parameters: [planFileParameter] },
  },
  docs: {
    brief: 'Write lists of who has what on the cluster and what becomes of it, and a mail for each user',
    fullDescription:
      'Writes workloads.csv (a line for each session and endpoint, with its owner and what becomes of it by the plan) and mails/*.eml (one for each owner who has a mail address). It sends nothing and changes nothing in the cluster. The files are for their owner alone.',
  },
});
