import { buildChoiceParser, buildCommand } from '@stricli/core';
import { type Shell, shells } from '../completion/scripts.ts';
import { type CliContext, type CommonFlags, commonFlags } from '../context.ts';
import { runner } from '../runner.ts';

export const completionCommand = buildCommand<CommonFlags, [Shell], CliContext>({
  loader: async () => runner((await import('../run/completion.ts')).completion),
  parameters: {
    flags: commonFlags,
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: buildChoiceParser(shells),
          proposeCompletions: () => shells,
          brief: 'bash, zsh or fish',
          placeholder: 'bash|zsh|fish',
        },
      ],
    },
  },
  docs: {
    brief: 'What a shell reads to complete the words of baiup',
    fullDescription:
      'Prints a script; its first lines say where each shell looks for it. Commands, flags, their values and the names of runs are completed.',
  },
});
