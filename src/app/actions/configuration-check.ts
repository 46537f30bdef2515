import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { editConfiguration } from '../../core/configuration/edit-configuration.ts';
import { requireConfiguration } from '../../io/python/require-configuration.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import type { EnvironmentRequest } from '../steps/context.ts';

/** Gives a copy of a configuration with its edits made, in a folder of our own that goes with it. */
async function withPatchedCopy(
  { config, edits = [] }: Pick<EnvironmentRequest, 'config' | 'edits'>,
  use: (copy: string) => Promise<void>,
): Promise<void> {
  // A file that cannot be read is told of by the loader, with its place.
  const text = edits.length > 0 ? await readFile(config, 'utf8').catch(() => undefined) : undefined;
  if (text === undefined) {
    await use(config);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'baiup-configuration-'));
  try {
    const copy = join(folder, basename(config));
    await writeFileAtomic(copy, editConfiguration(text, edits, (edit) => edit).text);
    await use(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Lets the program of an environment that stands read a configuration as it will be when the program starts.
 * @throws BaiupError `configuration.refused`, `configuration.unreadable`, `configuration.hung`, `environment.broken`
 */
export async function configurationCheck(request: EnvironmentRequest, signal: AbortSignal): Promise<void> {
  const { component, folder: environment, workdir, config: original } = request;
  await withPatchedCopy(request, (config) =>
    requireConfiguration({ component, environment, workdir, config, original, signal }),
  );
}
