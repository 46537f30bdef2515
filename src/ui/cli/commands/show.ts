import { buildCommand } from '@stricli/core';
import { type CliContext, commonFlags } from '../context.ts';
import type { ShowFlags } from '../run/runs.ts';
import { runner } from '../runner.ts';

const runOrPlan = {
  parse: String,
  brief: 'A run as `baiup runs` names it, or a plan that `baiup plan -o` wrote',
  placeholder: 'RUN|plan.json',
} as const;

export const showCommand = buildCommand<ShowFlags, [string], CliContext>({
  loader: async () => runner((await import('../run/runs.ts')).show),
  parameters: {
    flags: {
      ...commonFlags,
      format: {
        ...commonFlags.format,
        values: ['text', 'json', 'jsonl'],
        brief: 'Form of the output; jsonl: the events of a run, one a line, with --follow as they come',
      },
      follow: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Watch a run as it goes, whoever drives it',
      },
      dumps: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Ask whether the dumps of a run are still there, also on hosts',
      },
      verify: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Find an event of a run that was changed, taken out or cut off, and say where',
      },
      signers: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'FILE',
        brief: 'With --verify: whose keys count for its signature, as ssh keeps them (allowed_signers)',
      },
    },
    positional: { kind: 'tuple', parameters: [runOrPlan] },
  },
  docs: { brief: 'Show a run step by step, or a plan with its current prediction' },
});
