import { readFile, writeFile } from 'node:fs/promises';
import { keptFiles } from '../../src/app/steps/kept-files.ts';

/**
 * What earlier runs have found a fresh install to be like. Making one takes a second, so a later run of the same release
 * begins with it, as one that is resumed does.
 */
export function knownSchemas() {
  const known = new Map<string, string>();
  const runs = new Map<string, string>();
  const fileOf = (runFolder: string): string => keptFiles({ runFolder }, 1).expectedSchema;
  return {
    /** @param revision what tells the release that a run of this folder goes to */
    lend: async (revision: string, runFolder: string): Promise<void> => {
      runs.set(runFolder, revision);
      const schema = known.get(revision);
      if (schema !== undefined) await writeFile(fileOf(runFolder), schema, { mode: 0o600 });
    },
    /** From the runs that were lent to. */
    learn: async (): Promise<void> => {
      for (const [runFolder, revision] of runs) {
        const schema = await readFile(fileOf(runFolder), 'utf8').catch(() => undefined);
        if (schema !== undefined) known.set(revision, schema);
      }
      runs.clear();
    },
  };
}
