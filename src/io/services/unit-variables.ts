import { unitWords } from './unit-words.ts';

/** What `systemctl show` says of `Environment=`. What is no assignment belongs to the one before it: see `unitWords`. */
export function unitVariables(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let last: string | undefined;
  for (const word of unitWords(text.replaceAll(/(^|\s)([A-Za-z_]\w*)="/g, '$1"$2='))) {
    const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
    if (name !== undefined) found.set(name, value);
    else if (last !== undefined) found.set(last, `${found.get(last)} ${word}`);
    last = name ?? last;
  }
  return found;
}

/** A file of `EnvironmentFile=`, or several, as `systemctl show` lists them. */
export function variableFiles(text: string): readonly string[] {
  return [...text.matchAll(/(\S.*?) \(ignore_errors=\w+\)/g)].map(([, path = '']) => path.replace(/^-/, ''));
}
