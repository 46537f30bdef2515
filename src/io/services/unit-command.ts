import { basename } from 'node:path';
import { unitWords } from './unit-words.ts';

/** A shell that is given lines. `systemctl show` prints these as the unit has them, without the quotes around them. */
const givenLines = /^(\S+\s+-[a-z]*c)\s+(.+)$/s;

function wordsOf(argv: string): string[] {
  const [, start = '', lines = ''] = givenLines.exec(argv) ?? [];
  const [program = '', flag = ''] = unitWords(start);
  if (!/^(ba|da|z)?sh$/.test(basename(program))) return unitWords(argv);
  const words = unitWords(lines);
  return [program, flag, words.length === 1 ? (words[0] ?? lines) : lines];
}

/** As systemd expands it: `${NAME}` within a word, `$NAME` as a word of its own into several, `$$` as `$`. */
function expanded(word: string, variables: ReadonlyMap<string, string>): string[] {
  const alone = /^\$([A-Za-z_]\w*)$/.exec(word)?.[1];
  if (alone !== undefined) return (variables.get(alone) ?? '').split(/\s+/).filter((each) => each !== '');
  const known = (name: string | undefined) => (name === undefined ? '$' : (variables.get(name) ?? ''));
  return [word.replaceAll(/\$\$|\$\{([A-Za-z_]\w*)\}/g, (_all, name?: string) => known(name))];
}

/**
 * The command of a unit: of several the last. Where the path of its program holds spaces, systemd prints these as they are.
 * @param shown what `systemctl show` says of `ExecStart`
 * @param variables what it is expanded by; it is not unless told
 */
export function unitCommand(shown: string, variables?: ReadonlyMap<string, string>): string[] {
  const all = [...shown.matchAll(/(?:path=(.*?) ; )?argv\[\]=(.*?) ; ignore_errors=/g)];
  const [, path = '', argv = ''] = all.at(-1) ?? [];
  const isParted = /\s/.test(path) && `${argv} `.startsWith(`${path} `);
  const words = isParted ? [path, ...unitWords(argv.slice(path.length))] : wordsOf(argv);
  return variables ? words.flatMap((word) => expanded(word, variables)) : words;
}
