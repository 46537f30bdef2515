import type { Command, CommandResult } from '../../lib/command.ts';
import type { Variables } from '../../lib/variables.ts';
import { deadline } from '../../lib/wait.ts';
import { commandEnvironment, revealed } from './command-environment.ts';
import { failedCommand, lateCommand } from './command-errors.ts';
import type { Host } from './port.ts';
import { type ProgramHolder, processTable } from './simulated-table.ts';

type Verbs = Pick<Host, 'ask' | 'run' | 'talk' | 'launch' | 'processes' | 'signal'>;

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** Keeps what is printed. */
function kept() {
  const parts: string[] = [];
  return { add: (text: string): void => void parts.push(text), text: (): string => parts.join('') };
}

/** Hands on whole lines. */
function wholeLines(line: (text: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const each of lines) line(each);
  };
}

/** What a simulated host does with programs, which are functions. */
export function simulatedProcesses(holder: ProgramHolder & { readonly variables: Variables }): Verbs {
  const { name, files, variables } = holder;
  const table = processTable(holder);

  const ask = async (command: Command): Promise<CommandResult> => {
    command.signal?.throwIfAborted();
    const [stdout, stderr] = [kept(), kept()];
    const env = commandEnvironment(variables, command.env);
    const { argv, cwd = '/', signal } = command;
    const running = table.start({ argv, cwd, env, print: stdout.add, complain: stderr.add });
    for (const line of linesOf(revealed(command.input ?? ''))) running.input.put(line);
    running.input.end();
    const cut = deadline(command.timeoutMs, signal);
    const late = new Promise<never>((_resolve, reject) => {
      const end = () => {
        running.send('SIGKILL');
        reject(signal?.aborted ? signal.reason : lateCommand(name, command));
      };
      cut.addEventListener('abort', end, { once: true });
    });
    const exitCode = await Promise.race([running.ended, late]);
    return { exitCode, stdout: stdout.text(), stderr: stderr.text(), durationMs: 0 };
  };

  return {
    ask,
    run: async (command) => {
      const result = await ask(command);
      if (result.exitCode !== 0) throw failedCommand(name, command, result);
      return result;
    },
    talk: async ({ argv, cwd = '/', env }, { line, error }) => {
      const told = commandEnvironment(variables, env);
      const running = table.start({ argv, cwd, env: told, print: wholeLines(line), complain: error });
      const { pid } = running.facts;
      const kill = async () => {
        for (const each of table.find({ group: pid })) each.send('SIGKILL');
        await running.ended;
      };
      return { pid, say: running.input.put, ended: running.ended, kill };
    },
    launch: async ({ argv, cwd, env, log }) => {
      const add = (text: string): void => {
        files.set(log, { content: `${files.get(log)?.content ?? ''}${text}` });
      };
      return table.start({ argv, cwd, env, print: add, complain: add }).facts.pid;
    },
    processes: async (of) => table.find(of).map(({ facts }) => facts),
    signal: async (pids, signal) => {
      for (const each of pids.flatMap((pid) => table.find({ pid }))) each.send(signal);
    },
  };
}
