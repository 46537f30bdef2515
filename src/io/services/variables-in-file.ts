const [inDouble, inSingle] = [/"((?:\\.|[^"\\])*)"?[ \t]*/sy, /'([^']*)'?[ \t]*/y];
const name = /[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*/y;
const bare = /(?:\\.|[^\\\n])*/sy;
const wholeLine = /.*\n?/y;

/** A backslash joins lines; what else it stands before, it takes the meaning from, or stands for itself. */
const unescaped = (text: string, escapable: RegExp): string =>
  text.replaceAll(/\\(.)/gs, (both, char: string) =>
    char === '\n' ? '' : escapable.test(char) ? char : both,
  );

/**
 * Variables as files of `EnvironmentFile=`, and files that a shell reads, hold them: `NAME=value`, in quotes or not.
 * Source: `parse_env_file_internal` in systemd's src/basic/env-file.c.
 */
export function variablesInFile(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let at = 0;
  /** What fits there, which is passed over. */
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [whole, inside = whole] = pattern.exec(text) ?? [];
    if (whole !== undefined) at += whole.length;
    return inside;
  };
  const value = (): string => {
    if (text[at] === '"') return unescaped(take(inDouble) ?? '', /["\\`$]/) + value();
    if (text[at] === "'") return (take(inSingle) ?? '') + value();
    // What is left of the line, but for blanks at its end that no backslash keeps.
    return unescaped((take(bare) ?? '').replace(/(?<!\\)\s+$/, ''), /./);
  };
  while (at < text.length) {
    const variable = take(name);
    if (variable !== undefined) found.set(variable, value());
    take(wholeLine);
  }
  return found;
}
