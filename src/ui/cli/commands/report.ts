import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import type { ReportFlags } from '../run/report.ts';
import { runner } from '../runner.ts';

const text = (placeholder: string, brief: string) =>
  ({ kind: 'parsed', parse: String, optional: true, placeholder, brief }) as const;

export const reportCommand = buildCommand<ReportFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/report.ts')).report),
  parameters: {
    flags: {
      ...commonFlags,
      format: {
        kind: 'enum',
        values: ['text', 'html', 'md', 'json'],
        default: 'text',
        brief: 'Form of the report: html with -o; md and json are also printed',
      },
      output: text('FILE', 'Write the report here: a page unless --format says otherwise'),
      sign: text('KEY', 'Sign the journal and the file with your own SSH key (ssh-keygen -Y sign)'),
      verify: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Find what was changed in a report, or in the journal of a run, and say where',
      },
      signers: text('FILE', 'With --verify: whose keys count, as ssh keeps them (allowed_signers)'),
    },
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: String,
          brief: 'A run, a plan, or a report to verify',
          placeholder: 'RUN|plan.json|FILE.html',
        },
      ],
    },
    aliases: { o: 'output' },
  },
  docs: {
    brief: 'One file for the record: plan, approvals, timings, findings, evidence, hashes',
    fullDescription:
      'The page holds all that it shows, with the journal of the run inside; it needs no network and no script. --verify finds a changed, missing or cut event, and any other change of the file.',
  },
});
