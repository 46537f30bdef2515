import { basename, dirname, resolve } from 'node:path';
import { type ProgramIn, programIn } from './program-in.ts';
import { shellCommands } from './shell-commands.ts';
import { expandWord, type ShellScope } from './shell-expand.ts';

/** How a service comes to its program. */
export interface Start extends ProgramIn {
  /** The folder that the program runs in. */
  readonly cwd: string;
  readonly variables: ReadonlyMap<string, string>;
  /** Names of those that scripts hand on to their programs. */
  readonly exported: ReadonlySet<string>;
  /** The environment that a script activates. */
  readonly activated?: string;
  /** A script asks pyenv for the environment. */
  readonly isPyenv: boolean;
  /** The scripts that were read, the first one first. */
  readonly scripts: readonly string[];
}

/** A script's text; undefined where there is none, or it is no script. */
export type ReadScript = (path: string) => Promise<string | undefined>;

interface Reading extends ShellScope {
  activated: string | undefined;
  isPyenv: boolean;
  readonly scripts: string[];
  readonly starts: (Start & { readonly wasGiven: boolean })[];
  readonly exported: Set<string>;
  readonly read: ReadScript;
  readonly depth: number;
}

/** Scripts that call scripts; one that calls itself ends here. */
const deepest = 4;

const shells = /^(ba|da|z)?sh$/;
const assignment = /^([A-Za-z_]\w*)=(.*)$/s;
const activate = /^(.*)\/bin\/activate$/;

/** `A=b C=d program …`, `export A=b`, `env A=b program …`: takes the values over. */
function takeAssignments(words: readonly string[], { variables, exported }: Reading): readonly string[] {
  const isPrefixed = ['export', 'declare', 'readonly', 'env', 'exec'].includes(basename(words[0] ?? ''));
  const isExport = words[0] === 'export' || words[0] === 'declare';
  const assigned: string[] = [];
  let at = isPrefixed ? 1 : 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [, name, value = ''] = assignment.exec(word) ?? [];
    if (name !== undefined) {
      variables.set(name, value);
      assigned.push(name);
    } else if (isExport && /^[A-Za-z_]\w*$/.test(word)) assigned.push(word);
    else if (!isPrefixed || !/^-[xir]+$/.test(word)) break;
  }
  // Alone it is the script's own; before a program, or exported, it is handed on.
  if (isExport || at < words.length) for (const name of assigned) exported.add(name);
  return words.slice(at);
}

/** Only a shell would know what it is. */
const isUnknown = (text: string): boolean => /\$\(|`|\$\{/.test(text);

async function readCommand(raw: readonly string[], wasGiven: boolean, scope: Reading): Promise<void> {
  const words = takeAssignments(raw, scope);
  const [first = '', second = '', third] = words;
  const isPyenv = basename(first) === 'pyenv' || (first === 'eval' && /\bpyenv\b/.test(words.join(' ')));
  if (first === 'cd') {
    if (second !== '' && !isUnknown(second)) scope.cwd = resolve(scope.cwd, second);
  } else if (first === 'source' || first === '.') {
    const path = resolve(scope.cwd, second);
    const environment = activate.exec(path)?.[1];
    if (environment === undefined) await readScript(path, words.slice(2), scope);
    else scope.activated = environment;
  } else if (isPyenv) {
    scope.isPyenv = true;
    if (/^(activate|shell)$/.test(second) && third !== undefined) scope.variables.set('PYENV_VERSION', third);
  } else await readProgram(words, wasGiven, scope);
}

async function readProgram(words: readonly string[], wasGiven: boolean, scope: Reading): Promise<void> {
  const before = scope.starts.length;
  const isScript = (word: string) => word.includes('/') && !isUnknown(word) && !shells.test(basename(word));
  const script = words.findIndex(isScript);
  if (script >= 0) {
    await readScript(resolve(scope.cwd, words[script] ?? ''), words.slice(script + 1), scope);
    if (scope.starts.length > before) return;
  }
  const program = programIn(words);
  if (program) {
    const { cwd, activated, isPyenv, scripts, exported } = scope;
    const variables = { variables: new Map(scope.variables), exported: new Set(exported) };
    const known = { cwd, ...variables, isPyenv, scripts: [...scripts], wasGiven };
    scope.starts.push({ ...program, ...known, ...(activated === undefined ? {} : { activated }) });
    return;
  }
  const shell = words.findIndex((word) => shells.test(basename(word)));
  const line = words.findIndex((word, at) => at > shell && /^-[a-z]*c$/.test(word));
  if (shell < 0 || line < 0) return;
  await readLines(words[line + 1] ?? '', { ...scope, given: words.slice(line + 3) }, scope);
}

async function readScript(path: string, given: readonly string[], scope: Reading): Promise<void> {
  const text = scope.depth < deepest ? await scope.read(path) : undefined;
  if (text === undefined) return;
  scope.scripts.push(path);
  await readLines(text, { ...scope, given, folder: dirname(path), depth: scope.depth + 1 }, scope);
}

/** Reads a text in a scope of its own; where that ends, the one that called it goes on. */
async function readLines(text: string, inside: Reading, outer: Reading): Promise<void> {
  for (const command of shellCommands(text)) {
    const words = command.flatMap((word) => expandWord(word, inside));
    const wasGiven = command.some((word) => /\$\{?[@*]/.test(word.map((piece) => piece.text).join('')));
    if (words.length > 0) await readCommand(words, wasGiven, inside);
  }
  const { cwd, activated, isPyenv } = inside;
  Object.assign(outer, { cwd, activated, isPyenv });
}

/**
 * How a command comes to a program of Backend.AI: by itself, or through scripts, which are read and not run. What a
 * script is given and runs (`exec "$@"`) counts before what it runs otherwise.
 */
export async function readStart(
  argv: readonly string[],
  { cwd, variables }: { readonly cwd: string; readonly variables: ReadonlyMap<string, string> },
  read: ReadScript,
): Promise<Start | undefined> {
  const where = { cwd, folder: cwd, variables: new Map(variables), given: [] };
  const nothing = {
    activated: undefined,
    isPyenv: false,
    scripts: [],
    starts: [],
    exported: new Set<string>(),
  };
  const scope: Reading = { ...where, ...nothing, read, depth: 0 };
  await readCommand(argv, false, scope);
  const found = scope.starts.find(({ wasGiven }) => wasGiven) ?? scope.starts[0];
  if (!found) return undefined;
  const { wasGiven: _given, ...start } = found;
  return start;
}
