import { run, ExitCode as StricliExit } from '@stricli/core';
import { exitCode } from '../../lib/errors.ts';
import { application } from './application.ts';
import type { CliContext } from './context.ts';

/** Stricli's own exits, in the words of our contract. */
function contractExit(code: number | string | null | undefined): number {
  switch (code) {
    case StricliExit.UnknownCommand:
    case StricliExit.InvalidArgument:
      return exitCode.usage;
    case StricliExit.InternalError:
    case StricliExit.CommandLoadError:
    case StricliExit.ContextLoadError:
    case StricliExit.CommandRunError:
      return typeof code === 'number' && code > 0 ? code : exitCode.bug;
    default:
      return typeof code === 'number' ? code : exitCode.done;
  }
}

/** Whether a document is asked for, as far as can be told of a command line that is wrong. */
function wantsDocument(argv: readonly string[]): boolean {
  return argv.some(
    (word, at) => word === '--format=json' || (word === '--format' && argv[at + 1] === 'json'),
  );
}

/**
 * Runs a command; a command line that no command takes is told as a document too where one is asked for.
 * @param said what was written to standard error so far
 * @returns the exit code of the contract
 */
export async function runCommand(
  argv: readonly string[],
  context: CliContext,
  said: () => string,
): Promise<number> {
  const { process } = context;
  await run(application, argv, context);
  const code = contractExit(process.exitCode);
  if (!context.outcome && code === exitCode.usage && wantsDocument(argv)) {
    const error = { code: 'usage', message: said().trim() };
    process.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
  }
  return code;
}
