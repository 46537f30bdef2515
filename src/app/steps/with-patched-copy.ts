import { basename } from 'node:path';
import { editConfiguration } from '../../core/configuration/edit-configuration.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import type { EnvironmentRequest } from './context.ts';

/** Gives a copy of a configuration with its edits made, on its host, that goes when it was used. */
export async function withPatchedCopy<T>(
  host: HostReader,
  { config, edits = [] }: Pick<EnvironmentRequest, 'config' | 'edits'>,
  use: (copy: string) => Promise<T>,
): Promise<T> {
  // A file that cannot be read is told of by the loader, with its place.
  const text = edits.length > 0 ? await host.readText(config).catch(() => undefined) : undefined;
  if (text === undefined) return use(config);
  const copy = await host.lend(basename(config), editConfiguration(text, edits, (edit) => edit).text);
  try {
    return await use(copy.path);
  } finally {
    await copy.takeBack();
  }
}
