import type { Secret } from './secret.ts';

/** A command as a value: arguments, never a shell line. Secrets go through `env` or `input`, never `argv`. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  /** Added to a minimal environment (PATH, HOME, LANG …). */
  readonly env?: Readonly<Record<string, string | Secret>>;
  readonly input?: string | Secret;
  /** Milliseconds until it is cut; there is no command without a deadline. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

type Argv = Command['argv'];

/** A command line behind another program that runs it: `nice`, say. */
export function prefixed(prefix: readonly string[], [program, ...rest]: Argv): Argv {
  const [first = program, ...others] = [...prefix, program, ...rest];
  return [first, ...others];
}

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** The command as one would type it, for messages only. */
export function show(argv: readonly string[]): string {
  return argv
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}

/** Programs that run another one, whose words are options and numbers. */
const runners = /(?:^|\/)(?:nice|ionice)$/;

/** The program of a command line, for messages: not the one that only runs it. */
export function programOf([program, ...rest]: Argv): string {
  const next = rest.findIndex((word) => !/^-|^\d+$/.test(word));
  const [first, ...others] = rest.slice(next);
  return runners.test(program) && next >= 0 && first !== undefined
    ? programOf([first, ...others])
    : program.slice(program.lastIndexOf('/') + 1);
}
