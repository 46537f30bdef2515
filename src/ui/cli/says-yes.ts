import { createInterface } from 'node:readline';
import { usageError } from '../../lib/errors.ts';

/** Whether somebody can be asked: only on a terminal. */
const canAsk = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true;

/** Anything but a yes is a no: silence, Ctrl-C, and a terminal that is gone as well. */
function agreed(question: string): Promise<boolean> {
  const line = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    line.once('SIGINT', () => line.close());
    line.once('close', () => resolve(false));
    line.question(`${question} [y/N] `, (answer) => {
      resolve(/^y(es)?$/i.test(answer.trim()));
      line.close();
    });
  });
}

/**
 * Somebody's yes to what is about to be done: by `--yes`, else asked for on the terminal.
 * @throws BaiupError `not-agreed` (exit 64) where nobody can be asked
 */
export async function saysYes(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (canAsk()) return agreed(question);
  throw usageError(
    'not-agreed',
    `nobody said yes, and nobody can be asked here: ${question}`,
    'nothing was changed; the same command with --yes does it',
  );
}
