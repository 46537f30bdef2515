import { BaiupError, messageOf } from '../../lib/errors.ts';
import type { WaitOptions } from '../../lib/wait.ts';
import { waitFor } from '../../lib/wait.ts';
import type { Server } from './server.ts';
import type { ServerProgram } from './server-program.ts';

/** Waits until a server that was started answers. @throws BaiupError `server.not-started` with its last words */
export async function awaitServer(
  { running, lastWords }: Pick<Server, 'running' | 'lastWords'>,
  { title, where, answers }: Pick<ServerProgram, 'title' | 'where' | 'answers'>,
  { folder, hint }: { readonly folder: string; readonly hint: string },
  { timeoutMs, signal }: Pick<WaitOptions, 'timeoutMs' | 'signal'>,
): Promise<void> {
  const answersOrDied = async () => {
    if (!(await running())) return 'died';
    await answers();
    return 'answers';
  };
  const what = `${title} to answer on ${where}`;
  const state = await waitFor(answersOrDied, { timeoutMs, signal, everyMs: 50, what }).catch(messageOf);
  if (state === 'answers') return;
  signal?.throwIfAborted();
  const why = state === 'died' ? 'it ended at once' : state;
  throw new BaiupError(
    'server.not-started',
    `${title} in ${folder} did not start: ${why}\n${await lastWords(12)}`,
    { hint },
  );
}
