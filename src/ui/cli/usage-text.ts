import { type ApplicationText, formatMessageForArgumentScannerError, text_en } from '@stricli/core';
import { clip } from '../../lib/clip.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';

/** Wrong usage, told as every other error is. */
function told(message: string, hint: string): string {
  return [`✗ ${clip(message)}`, `  Next:  ${clip(hint)}`, '  (usage)'].join('\n');
}

const toHelp = 'the command with --help shows what it takes; baiup --help shows all commands';

function parsing(error: unknown): string {
  if (!(error instanceof Error)) return told(String(error), toHelp);
  const said = formatMessageForArgumentScannerError(error as never, {
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, exception }) =>
      exception instanceof BaiupError ? `${name}: ${exception.message}` : `${name}: ${messageOf(exception)}`,
  });
  return told(said, toHelp);
}

/** What the parser of command lines says, in the form of our own errors and without echoing what goes on and on. */
export const usageText: ApplicationText = {
  ...text_en,
  exceptionWhileParsingArguments: parsing,
  noCommandRegisteredForInput: ({ input, corrections }) =>
    told(
      `there is no command "${input}"`,
      corrections.length > 0
        ? `did you mean ${corrections.join(' or ')}?`
        : 'baiup --help shows all commands',
    ),
};
