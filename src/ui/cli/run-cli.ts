import { run, ExitCode as StricliExit } from '@stricli/core';
import { exitCode } from '../../lib/errors.ts';
import { application } from './application.ts';
import type { CliContext, CliProcess } from './context.ts';
import { type Interrupts, interruptsOf } from './interrupts.ts';
import { type Outlet, openOutlet } from './outlet.ts';

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

/** Whether the answer was lost on its way: nobody has it, and it was not the reader who closed the pipe. */
function answerLost({ stdout }: CliProcess): NodeJS.ErrnoException | undefined {
  const lost = stdout.lost();
  return lost && lost.code !== 'EPIPE' ? lost : undefined;
}

/** Runs one command line. @returns the exit code of the contract, once all that was said has been taken */
export async function runCli(argv: readonly string[], target: NodeJS.Process): Promise<number> {
  let stderr: Outlet;
  const interrupts: Interrupts = interruptsOf(target, () => stderr);
  const onLost = ({ message }: Error): void => interrupts.lose(`nobody reads what it says (${message})`);
  stderr = openOutlet(target.stderr, onLost);
  const process: CliProcess = {
    stdout: openOutlet(target.stdout, onLost),
    stderr,
    env: target.env,
    exitCode: null,
  };
  const context: CliContext = { process, interrupts, recorded: false };
  await run(application, argv, context);
  const code = contractExit(process.exitCode);
  await process.stdout.drained();
  const lost = answerLost(process);
  if (lost) stderr.write(`✗ the answer could not be written to standard output: ${lost.message}\n`);
  await stderr.drained();
  return lost && code === exitCode.done && !context.recorded ? exitCode.failed : code;
}
