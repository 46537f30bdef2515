import { run, ExitCode as StricliExit } from '@stricli/core';
import { exitCode } from '../../lib/errors.ts';
import { application } from './application.ts';
import type { CliContext, CliProcess } from './context.ts';

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

/** Ctrl-C once asks for a stop after the running step; twice cuts (130). */
function interrupts(target: NodeJS.Process): AbortSignal {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) target.exit(exitCode.interrupted);
    target.stderr.write('\nStopping after the running step; Ctrl-C again cuts.\n');
    controller.abort();
  };
  target.on('SIGINT', onSignal);
  target.on('SIGTERM', onSignal);
  return controller.signal;
}

/** Runs one command line. @returns the exit code of the contract */
export async function runCli(argv: readonly string[], target: NodeJS.Process): Promise<number> {
  const process: CliProcess = {
    stdout: target.stdout,
    stderr: target.stderr,
    env: target.env,
    exitCode: null,
  };
  const context: CliContext = { process, interrupted: interrupts(target) };
  await run(application, argv, context);
  return contractExit(process.exitCode);
}
