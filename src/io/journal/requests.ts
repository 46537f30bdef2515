import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { withRoom } from './reserve.ts';

const requestSchema = z.object({
  what: z.enum(['pause', 'abort', 'approve']),
  who: z.string(),
  why: z.string(),
  at: z.string(),
});
/** What somebody at another terminal asks of whoever drives a run. */
export type Request = z.infer<typeof requestSchema>;

const kinds = requestSchema.shape.what.options;
const folderOf = (runFolder: string): string => join(runFolder, 'requests');
const nameOf = (what: Request['what']): string => `${what}.json`;
const fileOf = (runFolder: string, what: Request['what']): string => join(folderOf(runFolder), nameOf(what));

async function read(file: string): Promise<Request[]> {
  try {
    return [requestSchema.parse(JSON.parse(await readFile(file, 'utf8')))];
  } catch {
    // None, or one that another version of baiup wrote.
    return [];
  }
}

/** Requests to a run's driver, as files beside its journal: they are written by one process and read by another. */
export function runRequests(runFolder: string) {
  return {
    make: (request: Request): Promise<void> =>
      withRoom(runFolder, () => writeFileAtomic(fileOf(runFolder, request.what), JSON.stringify(request))),
    /** It is asked four times a second: mostly there are none. */
    read: async (): Promise<readonly Request[]> => {
      const names: string[] = await readdir(folderOf(runFolder)).catch(() => []);
      const asked = kinds.filter((what) => names.includes(nameOf(what)));
      return (await Promise.all(asked.map((what) => read(fileOf(runFolder, what))))).flat();
    },
    remove: (what: Request['what']): Promise<void> => rm(fileOf(runFolder, what), { force: true }),
    removeAll: (): Promise<void> => rm(folderOf(runFolder), { recursive: true, force: true }),
  };
}
