import { mkdir, statfs } from 'node:fs/promises';
import type { Journal } from '../../io/journal/port.ts';
import { chosenStore, runsFolder } from './chosen-store.ts';

/** Bytes free where runs are kept: dumps go there, inside the stop. */
export async function freeForRuns(): Promise<number> {
  await mkdir(runsFolder(), { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(runsFolder());
  return bavail * bsize;
}

/** The operator's own journal, or the store that several share; it never lives in what is being upgraded. */
export function runJournal(): Journal {
  const journal = async (): Promise<Journal> => (await chosenStore()).journal;
  return {
    list: async () => (await journal()).list(),
    create: async (plan) => (await journal()).create(plan),
    reader: async (typed) => (await journal()).reader(typed),
    open: async (typed) => (await journal()).open(typed),
  };
}
