import type { HostReader } from '../../../io/hosts/port.ts';
import type { ReadScript } from './read-start.ts';

/** A script is a text of few lines. */
const mostBytes = 65_536;
/** By its beginning a program of machine code is told apart. */
const beginning = 512;

/** Reads scripts of `sh` and `bash` on a host; what is no such script has no text. */
export function scriptReader(host: HostReader): ReadScript {
  return async (path) => {
    const read = (length: number) => host.readPart(path, 0, length).catch(() => undefined);
    const textOf = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);
    const bytes = await read(beginning);
    const first = textOf(bytes);
    if (bytes === undefined || first === undefined || first.includes('\0')) return undefined;
    // What is read by `source` needs no first line of its own.
    if (first.startsWith('#!') && !/^#![^\n]*\b(ba|da|z)?sh\b/.test(first)) return undefined;
    return bytes.length < beginning ? first : textOf(await read(mostBytes));
  };
}
