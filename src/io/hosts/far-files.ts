import type { FarDoor } from './far-door.ts';
import type { FrameHeader } from './far-frames.ts';
import type { FileFacts, Host, HostFile } from './port.ts';
import { onFile } from './refusal.ts';

type FileVerbs =
  | ('readText' | 'readPart' | 'stat' | 'readLink' | 'freeBytes' | 'list' | 'files' | 'sha256')
  | ('writeText' | 'replaceText' | 'makeFolder' | 'copy' | 'move' | 'remove' | 'link' | 'exchange');

/** What a host at the far end of a channel does with its files. */
export function farFiles(door: FarDoor): Pick<Host, FileVerbs> {
  const ask = (path: string, header: FrameHeader) =>
    onFile(door.host, path, () => door.reading((side) => side.ask({ path, ...header })));
  const told = async <T>(path: string, header: FrameHeader): Promise<T> => (await ask(path, header)).ok as T;
  const changed = (path: string, header: FrameHeader, body?: string) => {
    const bytes = body === undefined ? undefined : Buffer.from(body);
    return onFile(door.host, path, () => door.changing((side) => side.call({ path, ...header }, bytes).done));
  };
  const change = async (path: string, header: FrameHeader, body?: string): Promise<void> => {
    await changed(path, header, body);
  };
  const read = async (path: string, part: FrameHeader): Promise<Uint8Array | undefined> => {
    const { ok, body } = await ask(path, { do: 'read', ...part });
    return (ok as { there: boolean }).there ? body : undefined;
  };
  return {
    readText: async (path) => {
      const bytes = await read(path, {});
      return bytes && Buffer.from(bytes).toString();
    },
    readPart: (path, from, length) => read(path, { from, length }),
    stat: async (path) => (await told<FileFacts | null>(path, { do: 'stat' })) ?? undefined,
    readLink: async (path) => (await told<string | null>(path, { do: 'readlink' })) ?? undefined,
    freeBytes: (path) => told(path, { do: 'free' }),
    list: async (path) => (await told<string[]>(path, { do: 'list' })).sort(),
    files: async (path) => {
      const found = await told<HostFile[]>(path, { do: 'files' });
      return found.sort((one, other) => (one.name < other.name ? -1 : 1));
    },
    sha256: async (path) => {
      const asked = () => door.reading((side) => side.call({ do: 'sha256', path }).done);
      return ((await onFile(door.host, path, asked)).ok as string | null) ?? undefined;
    },
    writeText: (path, content, mode = 0o600) => change(path, { do: 'write', mode }, content),
    replaceText: (path, content) => change(path, { do: 'replace' }, content),
    makeFolder: (path) => change(path, { do: 'folder' }),
    copy: (from, to) => change(from, { do: 'copy', from, to }),
    move: (from, to) => change(from, { do: 'move', from, to }),
    remove: (path) => change(path, { do: 'remove' }),
    link: (path, to) => change(path, { do: 'link', to }),
    exchange: async (path, other) => (await changed(path, { do: 'exchange', other })).ok as boolean,
  };
}
