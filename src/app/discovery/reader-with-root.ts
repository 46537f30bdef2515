import type { Host, HostReader } from '../../io/hosts/port.ts';
import { BaiupError } from '../../lib/errors.ts';

const isRefused = (error: unknown): boolean => {
  const cause = error instanceof BaiupError ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return (
    code === 'EACCES' || code === 'EPERM' || /permission/i.test(error instanceof Error ? error.message : '')
  );
};

/** A host to be looked at: what its user may not read is read as root, where that may be. */
export function readerWithRoot(host: Host): HostReader {
  let noRoot = false;
  const either =
    <A extends unknown[], R>(verb: (of: HostReader) => (...words: A) => Promise<R>) =>
    async (...words: A): Promise<R> => {
      try {
        return await verb(host)(...words);
      } catch (error) {
        if (noRoot || !isRefused(error)) throw error;
        try {
          return await verb(host.asRoot())(...words);
        } catch (asRoot) {
          // Nobody is asked for a password again and again.
          if (asRoot instanceof BaiupError && asRoot.code === 'host.no-root') noRoot = true;
          throw error;
        }
      }
    };
  return {
    ...host,
    readText: either((of) => of.readText),
    readPart: either((of) => of.readPart),
    stat: either((of) => of.stat),
    readLink: either((of) => of.readLink),
    list: either((of) => of.list),
    files: either((of) => of.files),
    sha256: either((of) => of.sha256),
  };
}
