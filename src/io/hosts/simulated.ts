import { createHash } from 'node:crypto';
import type { Host, HostFile } from './port.ts';
import { onFile } from './refusal.ts';

/** A file of a simulated host: its content, and its kind where it is no regular one. */
export interface SimulatedFile {
  readonly content: string;
  readonly kind?: HostFile['kind'];
  readonly modified?: number;
}

const missing = (): Error => Object.assign(new Error('no such file'), { code: 'ENOENT' });

/** A host whose files are a map of absolute paths; it runs no commands. */
export function simulatedHost(name: string, files: Map<string, SimulatedFile>): Host {
  const below = (folder: string): string[] =>
    [...files.keys()].filter((path) => path.startsWith(`${folder}/`));
  const there = (path: string): SimulatedFile => {
    const file = files.get(path);
    if (file) return file;
    throw missing();
  };
  const entries = (folder: string): HostFile[] => {
    const names = new Set(below(folder).map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''));
    return [...names].sort().map((each): HostFile => {
      const { content, kind = 'file', modified = 0 } = files.get(`${folder}/${each}`) ?? { content: '' };
      const isFile = files.has(`${folder}/${each}`);
      return { name: each, kind: isFile ? kind : 'folder', size: content.length, modified };
    });
  };
  const noCommands = async (): Promise<never> => {
    throw new Error(`${name} is simulated: it runs no commands`);
  };
  return {
    name,
    ask: noCommands,
    run: noCommands,
    readText: async (path) => files.get(path)?.content,
    list: async (folder) => entries(folder).map((each) => each.name),
    files: async (folder) => entries(folder),
    sha256: async (path) => {
      const file = files.get(path);
      return file && createHash('sha256').update(file.content).digest('hex');
    },
    writeText: async (path, content) => {
      files.set(path, { content });
    },
    replaceText: async (path, content) => {
      files.set(path, { ...there(path), content });
    },
    makeFolder: async () => undefined,
    copy: (from, to) =>
      onFile(name, from, async () => {
        files.set(to, there(from));
      }),
    move: (from, to) =>
      onFile(name, from, async () => {
        files.set(to, there(from));
        files.delete(from);
      }),
    remove: async (path) => {
      for (const each of [path, ...below(path)]) files.delete(each);
    },
  };
}
