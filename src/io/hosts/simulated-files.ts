import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import type { FileFacts, Host, HostFile } from './port.ts';
import { onFile } from './refusal.ts';
import type { SimulatedFile, SimulatedFiles } from './simulated-file.ts';
import { leadsTo, nameAt } from './simulated-links.ts';

type FileVerbs =
  | ('readText' | 'readPart' | 'stat' | 'list' | 'files' | 'sha256' | 'bring' | 'lend' | 'writeText')
  | ('replaceText' | 'makeFolder' | 'copy' | 'move' | 'remove' | 'upload' | 'download');

/** Programs that hosts are brought, by their path on this machine: ten thousand hosts hold one text. */
const programs = new Map<string, Promise<string>>();

function programText(path: string): Promise<string> {
  const text = programs.get(path) ?? readFile(path, 'utf8');
  programs.set(path, text);
  return text;
}

const sha256Of = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

function factsOf({ content, kind = 'file', modified = 0, mode = 0o600 }: SimulatedFile): FileFacts {
  return { kind, size: Buffer.byteLength(content), modified, mode, owner: 0, group: 0 };
}

const folderFacts = factsOf({ content: '', kind: 'folder', mode: 0o700 });

/** What a simulated host does with its files. */
export function simulatedFiles(name: string, files: SimulatedFiles): Pick<Host, FileVerbs> {
  const below = (folder: string): string[] =>
    [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
  const real = (path: string): string => leadsTo(files, path);
  const at = (path: string): string => nameAt(files, path);
  const there = (path: string): SimulatedFile => {
    const file = files.get(path);
    if (file) return file;
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  };
  const stat = (path: string): FileFacts | undefined => {
    const file = files.get(path);
    if (file) return factsOf(file);
    return below(path).length > 0 ? folderFacts : undefined;
  };
  const entries = (folder: string): HostFile[] => {
    const names = new Set(below(folder).map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''));
    return [...names].sort().flatMap((each) => {
      const facts = stat(`${folder}/${each}`);
      return facts ? [{ name: each, ...facts }] : [];
    });
  };
  const move = (from: string, to: string): void => {
    const inside = [...(files.has(from) ? [from] : []), ...below(from)];
    if (inside.length === 0) there(from);
    if (below(to).length > 0) throw Object.assign(new Error('a folder is in the way'), { code: 'ENOTEMPTY' });
    for (const path of inside) {
      files.set(`${to}${path.slice(from.length)}`, there(path));
      files.delete(path);
    }
  };
  const remove = async (path: string): Promise<void> => {
    for (const each of [path, ...below(path)]) files.delete(each);
  };
  let lent = 0;
  return {
    readText: async (path) => files.get(real(path))?.content,
    readPart: async (path, from, length) => {
      const file = files.get(real(path));
      const bytes = file && Buffer.from(file.content);
      const start = from < 0 ? Math.max(0, (bytes?.length ?? 0) + from) : from;
      return bytes?.subarray(start, start + length);
    },
    stat: async (path) => stat(real(path)),
    list: async (folder) => entries(real(folder)).map((each) => each.name),
    files: async (folder) => entries(real(folder)),
    sha256: async (path) => {
      const file = files.get(real(path));
      return file && sha256Of(file.content);
    },
    bring: async (...paths) => {
      for (const path of paths) files.set(`/brought/${basename(path)}`, { content: await programText(path) });
      return `/brought/${basename(paths[0])}`;
    },
    lend: async (named, content) => {
      lent += 1;
      const path = `/lent/${lent}/${named}`;
      files.set(path, { content });
      return { path, takeBack: () => remove(path) };
    },
    writeText: async (path, content, mode = 0o600) => {
      files.set(at(path), { content, mode });
    },
    replaceText: async (path, content) => {
      files.set(real(path), { ...there(real(path)), content });
    },
    makeFolder: async (path) => {
      if (!stat(real(path))) files.set(at(path), { content: '', kind: 'folder', mode: 0o700 });
    },
    copy: (from, to) => onFile(name, from, async () => void files.set(at(to), there(real(from)))),
    move: (from, to) => onFile(name, from, async () => move(at(from), at(to))),
    remove: (path) => remove(at(path)),
    upload: async (from, to) => {
      const content = await readFile(from, 'utf8');
      files.set(at(to), { content });
      return { size: Buffer.byteLength(content), sha256: sha256Of(content) };
    },
    download: async (from, to) => {
      const { content } = there(real(from));
      await writeFileAtomic(to, content);
      return { size: Buffer.byteLength(content), sha256: sha256Of(content) };
    },
  };
}
