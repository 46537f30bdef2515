import { basename, dirname, join, resolve } from 'node:path';
import type { Host } from './port.ts';
import { onFile } from './refusal.ts';
import type { SimulatedFiles } from './simulated-file.ts';

const mostLinks = 40;

/** Where a path leads to, through links; the path itself where a link leads in circles. */
export function leadsTo(files: SimulatedFiles, path: string, left = mostLinks): string {
  const parts = path.split('/').filter((part) => part !== '');
  let at = '';
  for (const [index, part] of parts.entries()) {
    at = `${at}/${part}`;
    const target = files.get(at)?.leadsTo;
    if (target === undefined) continue;
    if (left === 0) return path;
    const rest = parts.slice(index + 1);
    return leadsTo(files, join(resolve(dirname(at), target), ...rest), left - 1);
  }
  return at;
}

/** The path of a name in a folder that links may lead to. */
export const nameAt = (files: SimulatedFiles, path: string): string =>
  `${leadsTo(files, dirname(path))}/${basename(path)}`;

/** What a simulated host does with links. */
export function simulatedLinks(
  host: string,
  files: SimulatedFiles,
  { canExchange }: { readonly canExchange: boolean },
): Pick<Host, 'readLink' | 'link' | 'exchange'> {
  const below = (path: string): string[] =>
    [...files.keys()].filter((each) => each === path || each.startsWith(`${path}/`));
  const refuse = (code: string): never => {
    throw Object.assign(new Error(code), { code });
  };
  return {
    readLink: async (path) => files.get(nameAt(files, path))?.leadsTo,
    link: (path, to) =>
      onFile(host, path, async () => {
        const at = nameAt(files, path);
        const isFolder = files.get(at)?.kind === 'folder' || below(at).some((each) => each !== at);
        if (isFolder) refuse('EISDIR');
        files.set(at, { content: '', kind: 'other', leadsTo: to });
      }),
    exchange: (one, other) =>
      onFile(host, one, async () => {
        if (!canExchange) return false;
        const [left, right] = [nameAt(files, one), nameAt(files, other)];
        const taken = [left, right].map((path) => {
          const found = below(path).map((each) => [each.slice(path.length), files.get(each)] as const);
          return found.length > 0 ? found : refuse('ENOENT');
        });
        for (const path of [...below(left), ...below(right)]) files.delete(path);
        for (const [rest, file] of taken[0] ?? []) if (file) files.set(`${right}${rest}`, file);
        for (const [rest, file] of taken[1] ?? []) if (file) files.set(`${left}${rest}`, file);
        return true;
      }),
  };
}
