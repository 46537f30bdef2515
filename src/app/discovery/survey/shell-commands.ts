/** A character of a word, and whether the shell expands what it begins. */
interface Piece {
  readonly text: string;
  readonly isLiteral: boolean;
}

/** A word of a shell script before its variables are known. */
export type ShellWord = readonly Piece[];

const separators = new Set(['\n', ';', '|', '&', '(', ')']);
const noCommand = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '{', '}', '!', 'time']);

/** The end of what begins with `$(`, `${` or a backtick: its own quotes and brackets belong to it. */
function endOfExpansion(text: string, from: number): number {
  if (text[from] === '`') return text.indexOf('`', from + 1) + 1 || text.length;
  const [open, close] = text[from + 1] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === open) depth += 1;
    else if (text[at] === close && --depth === 0) return at + 1;
  }
  return text.length;
}

const isExpansion = (text: string, at: number): boolean =>
  text[at] === '`' || (text[at] === '$' && (text[at + 1] === '(' || text[at + 1] === '{'));

/** Reads one word. @returns the word and where it ends */
function readWord(text: string, from: number): { readonly word: Piece[]; readonly end: number } {
  const word: Piece[] = [];
  let inDouble = false;
  let at = from;
  const add = (piece: string, isLiteral: boolean): void => void word.push({ text: piece, isLiteral });
  while (at < text.length) {
    const char = text[at] ?? '';
    if (isExpansion(text, at)) {
      const end = endOfExpansion(text, at);
      add(text.slice(at, end), false);
      at = end;
    } else if (char === '\\') {
      if (text[at + 1] !== '\n') add(text[at + 1] ?? '', true);
      at += 2;
    } else if (char === '"') {
      inDouble = !inDouble;
      add('', true);
      at += 1;
    } else if (char === "'" && !inDouble) {
      const end = text.indexOf("'", at + 1);
      add(text.slice(at + 1, end < 0 ? undefined : end), true);
      at = end < 0 ? text.length : end + 1;
    } else if (!inDouble && (/[ \t]/.test(char) || (separators.has(char) && !isRedirected(text, at)))) break;
    else {
      add(char, false);
      at += 1;
    }
  }
  return { word, end: at };
}

/** `2>&1` and `&>` hold a sign that elsewhere ends a command. */
const isRedirected = (text: string, at: number): boolean =>
  text[at] === '&' && (text[at - 1] === '>' || text[at + 1] === '>');

const plain = (word: ShellWord): string => word.map(({ text }) => text).join('');

/** Without redirections and the words of the language in front. */
function bare(words: readonly ShellWord[]): ShellWord[] {
  const kept: ShellWord[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? [];
    const text = plain(word);
    if (/^(\d*|&)(>>?|<)/.test(text) && word[0]?.isLiteral === false) {
      if (/^(\d*|&)(>>?|<)$/.test(text)) at += 1;
    } else if (kept.length > 0 || !noCommand.has(text)) kept.push(word);
  }
  return kept;
}

/** The simple commands of a script of `sh` or `bash`, in the order in which they are written. */
export function shellCommands(text: string): readonly (readonly ShellWord[])[] {
  const commands: ShellWord[][] = [];
  let words: ShellWord[] = [];
  let at = 0;
  const end = (): void => {
    const command = bare(words);
    if (command.length > 0) commands.push(command);
    words = [];
  };
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === '#') at = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    else if (separators.has(char) && !isRedirected(text, at)) {
      end();
      at += 1;
    } else if (/\s/.test(char)) at += 1;
    else if (char === '\\' && text[at + 1] === '\n') at += 2;
    else {
      const read = readWord(text, at);
      words.push(read.word);
      at = read.end;
    }
  }
  end();
  return commands;
}
