import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SimulatedFiles } from './simulated-file.ts';
import { leadsTo } from './simulated-links.ts';

/** A process of a simulated host, as its program sees itself. */
export interface SimulatedProcess {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files: SimulatedFiles;
  /** Its standard input, line by line, to its end. */
  readonly input: AsyncIterable<string>;
  print(text: string): void;
  complain(text: string): void;
  /** A signal that is passed over from now on. */
  ignore(signal: NodeJS.Signals): void;
  /** Another process of the same group. */
  fork(program: SimulatedProgram): void;
  /** Fires when it is ended. */
  readonly ended: AbortSignal;
}

/** What a program does. @returns its exit code */
export type SimulatedProgram = (self: SimulatedProcess) => Promise<number>;

/** Lives until it is ended. */
export const lives: SimulatedProgram = async ({ ended }) => {
  if (!ended.aborted)
    await new Promise((resolve) => ended.addEventListener('abort', resolve, { once: true }));
  return 0;
};

async function cat({ argv, files, input, print, complain }: SimulatedProcess): Promise<number> {
  const [, ...paths] = argv;
  if (paths.length === 0) for await (const line of input) print(`${line}\n`);
  for (const path of paths) {
    const file = files.get(path);
    if (!file) {
      complain(`cat: ${path}: No such file or directory\n`);
      return 1;
    }
    print(file.content);
  }
  return 0;
}

/** A few programs that every Linux has, as far as they are used. */
export const usualPrograms: Readonly<Record<string, SimulatedProgram>> = {
  cat,
  true: async () => 0,
  false: async () => 1,
  pwd: async ({ cwd, print }) => {
    print(`${cwd}\n`);
    return 0;
  },
  echo: async ({ argv: [, ...words], print }) => {
    print(`${words.join(' ')}\n`);
    return 0;
  },
  readlink: async ({ argv, files, print }) => {
    print(`${leadsTo(files, argv.at(-1) ?? '')}\n`);
    return 0;
  },
  printenv: async ({ argv: [, name = ''], env, print }) => {
    if (env[name] === undefined) return 1;
    print(`${env[name]}\n`);
    return 0;
  },
  sleep: async ({ argv: [, seconds], ended }) => {
    await delay(Number(seconds) * 1000, undefined, { signal: ended }).catch(() => undefined);
    return 0;
  },
};

/** The program that a command names, by its path or by its name alone. */
export function programNamed(
  name: string,
  programs: Readonly<Record<string, SimulatedProgram>>,
): SimulatedProgram | undefined {
  return programs[name] ?? programs[basename(name)] ?? usualPrograms[basename(name)];
}
