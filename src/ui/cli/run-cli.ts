import { secretsAreAskedBy } from '../../lib/ask-secret.ts';
import { exitCode } from '../../lib/errors.ts';
import { application } from './application.ts';
import { asksSecret } from './asks-secret.ts';
import { propose } from './completion/propose.ts';
import { proposeCommand } from './completion/scripts.ts';
import type { CliContext, CliProcess } from './context.ts';
import { type Interrupts, interruptsOf } from './interrupts.ts';
import { type Outlet, openOutlet } from './outlet.ts';
import { runCommand } from './run-command.ts';

/** Whether the answer was lost on its way: nobody has it, and it was not the reader who closed the pipe. */
function answerLost({ stdout }: CliProcess): NodeJS.ErrnoException | undefined {
  const lost = stdout.lost();
  return lost && lost.code !== 'EPIPE' ? lost : undefined;
}

/** What is told of an answer that was lost: why, and the answer itself where it is a refusal or a failure. */
function lostText(lost: Error, { outcome }: CliContext, code: number): string {
  const why = `✗ the answer could not be written to standard output: ${lost.message}\n`;
  const isToTell = code !== exitCode.done && outcome !== undefined && !outcome.onStderr;
  return isToTell ? `${why}${outcome.text.trimStart()}\n` : why;
}

/** An outlet that also keeps what was written to it. */
function heard(outlet: Outlet): { readonly outlet: Outlet; readonly text: () => string } {
  const told: string[] = [];
  const write = (text: string): void => {
    told.push(text);
    outlet.write(text);
  };
  return { outlet: { ...outlet, write }, text: () => told.join('') };
}

/** Runs one command line. @returns the exit code of the contract, once all that was said has been taken */
export async function runCli(argv: readonly string[], target: NodeJS.Process): Promise<number> {
  let stderr: Outlet;
  const interrupts: Interrupts = interruptsOf(target, () => stderr);
  const onLost = ({ message }: Error): void => interrupts.lose(`nobody reads what it says (${message})`);
  const { outlet, text } = heard(openOutlet(target.stderr, onLost));
  stderr = outlet;
  const stdout = openOutlet(target.stdout, onLost);
  const context: CliContext = { process: { stdout, stderr, env: target.env, exitCode: null }, interrupts };
  secretsAreAskedBy(asksSecret);
  const [first, ...typed] = argv;
  let code: number = exitCode.done;
  if (first === proposeCommand) stdout.write(await propose(application, typed, context));
  else code = await runCommand(argv, context, text);
  await stdout.drained();
  const lost = answerLost(context.process);
  if (lost) stderr.write(lostText(lost, context, code));
  await stderr.drained();
  return lost && code === exitCode.done && !context.outcome?.recorded ? exitCode.failed : code;
}
