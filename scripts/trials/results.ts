import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Trial } from '../../src/core/path/trial.ts';
import { writeFileAtomic } from '../../src/lib/atomic-file.ts';
import { stateHome } from '../../src/lib/state-home.ts';

const folder = (): string => join(stateHome(), 'trials');
const fileOf = (from: string, to: string, spoiled?: string): string =>
  join(folder(), [from, to, ...(spoiled ? [spoiled] : [])].join('-').concat('.json'));

/** What an earlier run of the trials saw of a hop. */
export async function keptResult(from: string, to: string, spoiled?: string): Promise<Trial | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(from, to, spoiled), 'utf8')) as Trial;
  } catch {
    return undefined;
  }
}

/** Kept as it comes, so that a run which is cut goes on where it was. */
export async function keepResult(trial: Trial): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  await writeFileAtomic(fileOf(trial.from, trial.to, trial.spoiled), `${JSON.stringify(trial, null, 2)}\n`);
}
