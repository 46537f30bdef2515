import { prefixed } from '../../lib/command.ts';
import { waitFor } from '../../lib/wait.ts';
import type { Talk } from '../hosts/process-port.ts';
import { awaitServer } from './await-server.ts';
import type { Server, ServerHost, ServerLocation } from './server.ts';
import type { ServerProgram } from './server-program.ts';

/** What it printed is kept so far. */
const keptText = 20_000;

/** A server program on a host that ends with this process, or with the way to the host. */
export function serverTalk(
  { folder, prefix = [], env = {} }: Pick<ServerLocation, 'folder' | 'prefix' | 'env'>,
  { host }: ServerHost,
  program: ServerProgram,
): Server {
  let talk: Talk | undefined;
  let said = '';
  const hear = (text: string): void => {
    said = (said + text).slice(-keptText);
  };
  const forget = (): void => {
    talk = undefined;
  };
  const running = async (): Promise<boolean> => talk !== undefined;
  const lastWords = async (lines: number): Promise<string> =>
    said.trimEnd().split('\n').slice(-lines).join('\n');
  const stop: Server['stop'] = async ({ timeoutMs, signal }) => {
    const last = talk;
    if (last === undefined) return;
    await host.signal([last.pid], program.stopSignal).catch(() => undefined);
    const what = `${program.title} on ${host.name} to end`;
    const gone = async () => (talk === undefined ? true : undefined);
    await waitFor(gone, { timeoutMs, signal, everyMs: 40, what }).catch(() => last.kill());
  };
  return {
    running,
    lastWords,
    stop,
    start: async (patience) => {
      if (talk !== undefined) return;
      await host.makeFolder(folder);
      const argv = prefixed(prefix, program.argv);
      const listener = { line: (text: string) => hear(`${text}\n`), error: hear };
      talk = await host.talk({ argv, cwd: folder, env }, listener);
      talk.ended.then(forget, forget);
      const told = { folder: `${folder} on ${host.name}`, hint: `look at ${folder} on ${host.name}` };
      await awaitServer({ running, lastWords }, program, told, patience).catch(async (error: unknown) => {
        await talk?.kill();
        throw error;
      });
    },
  };
}
