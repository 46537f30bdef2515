import { parse } from 'smol-toml';

/** `logging.pkg-ns."ai.backend"` as its parts. */
export function keyPath(key: string): readonly string[] {
  const parts: string[] = [];
  let here: unknown = parse(`${key} = 0`);
  while (typeof here === 'object' && here !== null) {
    const [entry] = Object.entries(here);
    if (!entry) break;
    parts.push(entry[0]);
    here = entry[1];
  }
  return parts;
}

export function startsWith(path: readonly string[], beginning: readonly string[]): boolean {
  return beginning.length <= path.length && beginning.every((part, index) => path[index] === part);
}
