import { path as answerPath } from '../../../app/actions/path.ts';
import { exitCode } from '../../../lib/errors.ts';
import type { PathFlags } from '../commands/path.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { pathText } from '../views/path.ts';

export async function path(terminal: Terminal, flags: PathFlags, ...versions: string[]): Promise<Outcome> {
  const { exact, policy, asOf } = flags;
  const answer = answerPath({ versions, exact, policy, ...(asOf === undefined ? {} : { asOf }) });
  return {
    json: answer.path,
    text: pathText(answer, { exact, verbose: terminal.verbose }, terminal.paint),
    exit: answer.refused ? exitCode.refused : exitCode.done,
  };
}
