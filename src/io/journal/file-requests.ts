import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import type { RunRequests } from './port.ts';
import { type Request, requestKinds, requestSchema } from './request.ts';
import { withRoom } from './reserve.ts';

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
export function fileRequests(runFolder: string): RunRequests {
  return {
    make: (request) =>
      withRoom(runFolder, () => writeFileAtomic(fileOf(runFolder, request.what), JSON.stringify(request))),
    read: async () => {
      const names: string[] = await readdir(folderOf(runFolder)).catch(() => []);
      const asked = requestKinds.filter((what) => names.includes(nameOf(what)));
      return (await Promise.all(asked.map((what) => read(fileOf(runFolder, what))))).flat();
    },
    remove: (what) => rm(fileOf(runFolder, what), { force: true }),
    removeAll: () => rm(folderOf(runFolder), { recursive: true, force: true }),
  };
}
