import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
const program = join(root, 'bin/baiup');

/** What a command that was asked for JSON says of its error. */
function reasonIn(document: string): string {
  try {
    const { error } = JSON.parse(document) as { error?: { message?: string; hint?: string } };
    return error?.message ? `: ${error.message}${error.hint ? `\nNext: ${error.hint}` : ''}` : '';
  } catch {
    return '';
  }
}

export class CommandFailed extends Error {
  constructor(words: readonly string[], exitCode: number, document: string) {
    super(`baiup ${words.join(' ')} ended with exit code ${exitCode}${reasonIn(document)}`);
  }
}

interface Options {
  /** Whether what it prints for people is shown as it comes. */
  readonly shown?: boolean;
  /** Whether a document that comes with an exit code other than 0 is taken too. */
  readonly anyEnd?: boolean;
}

function start(
  words: readonly string[],
  stdout: 'inherit' | 'pipe',
  { shown = true, anyEnd = false }: Options = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ['ignore', stdout, shown ? 'inherit' : 'ignore'] });
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    // Told to end, the script outlives the command, so that it can clean up: a terminal's Ctrl-C reaches the command
    // by itself, a SIGTERM is passed on.
    const onInterrupt = (): void => undefined;
    const onTerminate = (): void => void child.kill('SIGINT');
    process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
    child.once('error', reject);
    child.once('close', () => process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate));
    child.once('close', (code) =>
      code === 0 || anyEnd ? resolve(text) : reject(new CommandFailed(words, code ?? 128, text)),
    );
  });
}

/** Runs a command as an operator would, and shows what it prints. @throws CommandFailed */
export async function baiup(...words: string[]): Promise<void> {
  await start(words, 'inherit');
}

/** Runs a command for its JSON document; its progress is shown unless told. @throws CommandFailed */
export async function baiupJson<T>(words: readonly string[], options: Options = {}): Promise<T> {
  return JSON.parse(await start([...words, '--format', 'json'], 'pipe', options)) as T;
}
