import type { ShellWord } from './shell-commands.ts';

/** What a script knows while it runs. */
export interface ShellScope {
  /** Absolute. */
  cwd: string;
  readonly variables: Map<string, string>;
  /** What the script was given. */
  readonly given: readonly string[];
  /** The folder that the script lies in. */
  readonly folder: string;
}

/** The value of a variable or of a number of what was given; undefined where it is not set. */
function variable(name: string, { variables, given, cwd }: ShellScope): string | undefined {
  if (/^\d$/.test(name)) return given[Number(name) - 1];
  if (name === '@' || name === '*') return given.join(' ');
  if (name === '#') return String(given.length);
  return variables.get(name) ?? (name === 'PWD' ? cwd : undefined);
}

/** `${NAME}`, `${NAME:-other}`, `${NAME-other}`; anything else of the kind is not known. */
function braced(inside: string, scope: ShellScope): string | undefined {
  const [, name = '', operator, other = ''] = /^([\w@*#]+)(?:(:?-)(.*))?$/s.exec(inside) ?? [];
  if (name === '') return undefined;
  const value = variable(name, scope);
  if (operator === undefined) return value ?? '';
  return value === undefined || (operator === ':-' && value === '') ? expandText(other, scope) : value;
}

/** What programs print, of the few that scripts ask for where they are. */
function printed(command: string, { cwd, folder }: ShellScope): string | undefined {
  if (/\bdirname\b/.test(command) && /\$0|\$\{0\}|BASH_SOURCE/.test(command)) return folder;
  return /^\s*pwd(\s+-P)?\s*$/.test(command) ? cwd : undefined;
}

/** A piece that the shell expands; as it is written where only the shell would know. */
function expandText(text: string, scope: ShellScope): string {
  if (text.startsWith('$(')) return printed(text.slice(2, -1), scope) ?? text;
  if (text.startsWith('`')) return printed(text.slice(1, -1), scope) ?? text;
  if (text.startsWith('${')) return braced(text.slice(2, -1), scope) ?? text;
  return text.replaceAll(/\$(\w+|[@*#])/g, (_all, name: string) => variable(name, scope) ?? '');
}

/** A word with its variables; `"$@"` becomes as many words as were given. */
export function expandWord(word: ShellWord, scope: ShellScope): readonly string[] {
  const whole = word.map(({ text }) => text).join('');
  if (/^(\$@|\$\*|\$\{@\}|\$\{@:1\})$/.test(whole)) return scope.given;
  // Single characters are joined first: `$HOME` came as five.
  let text = '';
  let run = '';
  const flush = (): void => {
    text += expandText(run, scope);
    run = '';
  };
  for (const piece of word) {
    if (!piece.isLiteral && piece.text.length === 1) run += piece.text;
    else {
      flush();
      text += piece.isLiteral ? piece.text : expandText(piece.text, scope);
    }
  }
  flush();
  const home = scope.variables.get('HOME');
  const isTilde = word[0]?.text === '~' && !word[0].isLiteral && home !== undefined;
  return [isTilde ? text.replace(/^~(?=\/|$)/, home) : text];
}
