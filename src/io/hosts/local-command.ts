import { constants } from 'node:os';
import { execa } from 'execa';
import { type Command, type CommandResult, programOf } from '../../lib/command.ts';
import { waiting } from '../../lib/waiting.ts';
import { commandEnvironment, revealed } from './command-environment.ts';
import { failedCommand, lateCommand, missingProgram } from './command-errors.ts';
import { cutGroup } from './cut-group.ts';
import { endWithUs } from './end-with-us.ts';
import { missedStart } from './missed-start.ts';
import type { Host } from './port.ts';

/** Commands of this machine. */
export function localCommands(name: string): Pick<Host, 'ask' | 'run'> {
  return {
    ask: (command) => execute(name, command),
    run: async (command) => {
      const result = await execute(name, command);
      if (result.exitCode !== 0) throw failedCommand(name, command, result);
      return result;
    },
  };
}

async function execute(host: string, command: Command): Promise<CommandResult> {
  command.signal?.throwIfAborted();
  const [program, ...rest] = command.argv;
  const running = execa(program, rest, {
    reject: false,
    extendEnv: false,
    env: commandEnvironment(process.env, command.env),
    detached: true,
    stripFinalNewline: false,
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...(command.input === undefined ? { stdin: 'ignore' as const } : { input: revealed(command.input) }),
  });
  const missed = missedStart(running.pid);
  const forget = running.pid === undefined ? undefined : endWithUs(running.pid);
  const cut = cutGroup(running, command);
  const what = `${programOf(command.argv)} on ${host} to end`;
  const result = await waiting({ what, timeoutMs: command.timeoutMs }, () => running);
  forget?.();
  cut.end();
  command.signal?.throwIfAborted();
  if (cut.isLate()) throw lateCommand(host, command);
  if (missed.by(result.signal)) return execute(host, command);
  if (result.exitCode === undefined && !result.isTerminated)
    throw missingProgram(host, command.argv[0], result.originalMessage ?? 'it ended');
  const durationMs = Math.round(result.durationMs);
  return {
    exitCode: result.exitCode ?? 128 + signalNumber(result.signal),
    stdout: result.stdout,
    stderr: result.stderr,
    durationMs,
  };
}

/** As shells do: 128 and the signal's number. */
function signalNumber(signal: NodeJS.Signals | undefined): number {
  return signal === undefined ? 0 : constants.signals[signal];
}
