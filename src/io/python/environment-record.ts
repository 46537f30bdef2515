import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../../lib/atomic-file.ts';

const environmentRecord = z.object({
  component: z.string(),
  version: z.string(),
  /** Minor version: `3.12`. */
  python: z.string(),
  /** What of it was proven to run; the program unless told. One whose program is not proven never serves. */
  proves: z.literal('migrator').optional(),
  /** Which choice of dependencies it was built by. */
  choice: z.string(),
  /** Choices that did not do, and why. */
  tried: z.array(z.object({ choice: z.string(), reason: z.string() })),
  /** `name==version`, sorted. */
  packages: z.array(z.string()),
  builtAt: z.string(),
});
/** How an environment was made. Written last: a folder without it is half-built. */
export type EnvironmentRecord = Readonly<z.infer<typeof environmentRecord>>;

export async function loadEnvironmentRecord(folder: string): Promise<EnvironmentRecord | undefined> {
  return loadRecord(join(folder, 'baiup-environment.json'));
}

export async function saveEnvironmentRecord(folder: string, record: EnvironmentRecord): Promise<void> {
  await saveRecord(join(folder, 'baiup-environment.json'), record);
}

export async function loadRecord(path: string): Promise<EnvironmentRecord | undefined> {
  try {
    return environmentRecord.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

export async function saveRecord(path: string, record: EnvironmentRecord): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(record, null, 2)}\n`);
}
