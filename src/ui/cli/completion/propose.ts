import { type Application, proposeCompletions } from '@stricli/core';
import type { CliContext } from '../context.ts';

/** Words that can stand where the last of those typed stands, one a line; none where the words before make no sense. */
export async function propose(
  application: Application<CliContext>,
  typed: readonly string[],
  context: CliContext,
): Promise<string> {
  const words = typed.length === 0 ? [''] : typed;
  const found = await proposeCompletions(application, words, context).catch(() => []);
  // Flags only where one was begun: elsewhere they would hide that a file's name may stand there.
  const wantsFlags = words.at(-1)?.startsWith('-') ?? false;
  const fitting = found.filter(({ completion }) => completion.startsWith('-') === wantsFlags);
  return fitting.map(({ completion }) => `${completion}\n`).join('');
}
