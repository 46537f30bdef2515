import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { execa } from 'execa';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { type Command, type CommandResult, show } from '../../lib/command.ts';
import { BaiupError } from '../../lib/errors.ts';
import { replaceFile } from '../../lib/replace-file.ts';
import { Secret } from '../../lib/secret.ts';
import { endWithUs } from './end-with-us.ts';
import { localFiles } from './local-files.ts';
import { minimalEnvironment } from './minimal-environment.ts';
import type { Host } from './port.ts';

/** This machine. */
export function localHost(name: string): Host {
  return {
    name,
    ask: (command) => execute(name, command),
    run: async (command) => {
      const result = await execute(name, command);
      if (result.exitCode !== 0) throw failed(name, command, result);
      return result;
    },
    readText: (path) => readFile(path, 'utf8').catch(nothingThere(undefined)),
    list: async (path) => (await readdir(path).catch(nothingThere([] as string[]))).sort(),
    writeText: writeFileAtomic,
    replaceText: replaceFile,
    makeFolder: async (path) => {
      await mkdir(path, { recursive: true, mode: 0o700 });
    },
    ...localFiles(name),
    remove: (path) => rm(path, { recursive: true, force: true }),
  };
}

async function execute(host: string, command: Command): Promise<CommandResult> {
  command.signal?.throwIfAborted();
  const [program, ...rest] = command.argv;
  const running = execa(program, rest, {
    reject: false,
    extendEnv: false,
    env: { ...minimalEnvironment(process.env), ...revealed(command.env) },
    timeout: command.timeoutMs,
    forceKillAfterDelay: 2_000,
    detached: true,
    stripFinalNewline: false,
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...(command.input === undefined ? { stdin: 'ignore' as const } : { input: reveal(command.input) }),
    ...(command.signal ? { cancelSignal: command.signal } : {}),
  });
  const forget = running.pid === undefined ? undefined : endWithUs(running.pid);
  const result = await running;
  forget?.();
  if (result.isCanceled) command.signal?.throwIfAborted();
  if (result.timedOut) throw deadline(host, command);
  if (result.exitCode === undefined && !result.isTerminated)
    throw missing(host, command, result.originalMessage ?? 'it ended');
  const durationMs = Math.round(result.durationMs);
  return {
    exitCode: result.exitCode ?? 128 + signalNumber(result.signal),
    stdout: result.stdout,
    stderr: result.stderr,
    durationMs,
  };
}

function failed(host: string, command: Command, result: CommandResult): BaiupError {
  const output = result.stderr.trim() === '' ? result.stdout : result.stderr;
  const last = output.trimEnd().split('\n').slice(-12).join('\n');
  const sentence = `\`${show(command.argv)}\` on ${host} ${ending(result.exitCode)}`;
  return new BaiupError('command.failed', last === '' ? sentence : `${sentence}:\n${last}`);
}

function ending(exitCode: number): string {
  const signal = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128);
  return signal ? `was ended by ${signal[0]}` : `ended with exit code ${exitCode}`;
}

/** As shells do: 128 and the signal's number. */
function signalNumber(signal: NodeJS.Signals | undefined): number {
  return signal === undefined ? 0 : constants.signals[signal];
}

function deadline(host: string, command: Command): BaiupError {
  const seconds = command.timeoutMs / 1000;
  return new BaiupError(
    'command.deadline',
    `\`${show(command.argv)}\` on ${host} was cut after ${seconds} s: it had not ended`,
  );
}

function missing(host: string, command: Command, why: string): BaiupError {
  return new BaiupError('command.missing', `\`${command.argv[0]}\` could not be started on ${host}: ${why}`, {
    hint: `install it on ${host}, or put it on PATH there`,
  });
}

function revealed(env: Command['env']): Record<string, string> {
  return Object.fromEntries(Object.entries(env ?? {}).map(([key, value]) => [key, reveal(value)]));
}

function reveal(value: string | Secret): string {
  return value instanceof Secret ? value.reveal() : value;
}

function nothingThere<T>(nothing: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return nothing;
    throw error;
  };
}
