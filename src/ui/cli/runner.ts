import { chooseStore } from '../../app/records/store-choice.ts';
import { type ExitCode, exitCode } from '../../lib/errors.ts';
import type { CliContext, CommonFlags } from './context.ts';
import { describeError } from './describe-error.ts';
import type { Outcome } from './outcome.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** The work of a command: arguments in, an outcome out. It never prints its result itself. */
export type Work<F extends CommonFlags, A extends readonly (string | undefined)[]> = (
  terminal: Terminal,
  flags: F,
  ...args: A
) => Promise<Outcome>;

/** Writes an answer as it is made, no faster than it is taken. What then fails is told beside it: it is not whole. */
async function written(
  pieces: AsyncIterable<string>,
  outcome: Outcome,
  { process: { stdout, stderr }, interrupts }: CliContext,
  flags: CommonFlags,
): Promise<Outcome> {
  try {
    for await (const piece of pieces) {
      stdout.write(piece);
      await stdout.drained();
      if (stdout.lost()) break;
    }
    return outcome;
  } catch (error) {
    const told = await describeError(error, flags, interrupts);
    stderr.write(`${told.text}\n`);
    return { ...told, onStderr: true };
  }
}

/** Runs a command's work, prints what it has to say, and turns errors into the exit codes of the contract. */
export function runner<F extends CommonFlags, A extends readonly (string | undefined)[]>(work: Work<F, A>) {
  return async function run(this: CliContext, flags: F, ...args: A): Promise<void> {
    const terminal = openTerminal(this, flags);
    chooseStore({ store: flags.store, clusterFile: flags.cluster });
    let outcome: Outcome;
    try {
      outcome = await work(terminal, flags, ...args);
    } catch (error) {
      const told = await describeError(error, flags, this.interrupts);
      outcome = flags.format === 'json' ? told : { ...told, onStderr: true };
    } finally {
      terminal.progress.stop();
    }
    if (outcome.pieces) outcome = await written(outcome.pieces, outcome, this, flags);
    else if (flags.format === 'json') this.process.stdout.write(`${JSON.stringify(outcome.json, null, 2)}\n`);
    else if (outcome.onStderr) this.process.stderr.write(`${outcome.text}\n`);
    else if (outcome.text !== '') this.process.stdout.write(`${outcome.text}\n`);
    this.outcome = outcome;
    const code: ExitCode = outcome.exit ?? exitCode.done;
    this.process.exitCode = code;
  };
}
