import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { editConfiguration } from '../../core/configuration/edit-configuration.ts';
import { checkConfiguration, type ProgramVerdict } from '../../io/python/check-configuration.ts';
import { inTurn } from '../../io/python/in-turn.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import type { EnvironmentRequest } from './context.ts';

type Asked = Pick<EnvironmentRequest, 'component' | 'folder' | 'workdir' | 'config' | 'edits'>;

/** Gives a copy of a configuration with its edits made, in a folder of our own that goes with it. */
async function withPatchedCopy<T>(
  { config, edits = [] }: Asked,
  use: (copy: string) => Promise<T>,
): Promise<T> {
  // A file that cannot be read is told of by the loader, with its place.
  const text = edits.length > 0 ? await readFile(config, 'utf8').catch(() => undefined) : undefined;
  if (text === undefined) return use(config);
  const folder = await mkdtemp(join(tmpdir(), 'baiup-configuration-'));
  try {
    const copy = join(folder, basename(config));
    await writeFileAtomic(copy, editConfiguration(text, edits, (edit) => edit).text);
    return await use(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The program of an environment that stands and its question: what `checkConfiguration` takes. */
export const askedOf = ({ component, folder: environment, workdir, config: original }: Asked) => ({
  component,
  environment,
  workdir,
  config: original,
  original,
});

/** What the program of an environment that stands says of a configuration as it will be when the program starts. */
export function checkPatched(request: Asked, signal?: AbortSignal): Promise<ProgramVerdict> {
  return withPatchedCopy(request, (config) =>
    inTurn(() => checkConfiguration({ ...askedOf(request), config, signal })),
  );
}
