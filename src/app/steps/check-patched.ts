import { basename } from 'node:path';
import { editConfiguration } from '../../core/configuration/edit-configuration.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { checkConfiguration, type ProgramVerdict } from '../../io/python/check-configuration.ts';
import { inTurn } from '../../io/python/in-turn.ts';
import type { ServiceProgram } from '../../io/services/port.ts';
import type { EnvironmentRequest } from './context.ts';

type Asked = Pick<EnvironmentRequest, 'component' | 'folder' | 'config' | 'edits'>;

/** Where a program is tried, and as what. */
interface Trial {
  readonly host: HostReader;
  readonly program: ServiceProgram;
}

/** Gives a copy of a configuration with its edits made, on its host, that goes when it was used. */
async function withPatchedCopy<T>(
  host: HostReader,
  { config, edits = [] }: Asked,
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

/** The program of an environment that stands and its question: what `checkConfiguration` takes. */
export const askedOf = (
  { component, folder: environment, config: original }: Asked,
  program: ServiceProgram,
) => ({
  component,
  environment,
  workdir: program.cwd,
  program,
  config: original,
  original,
});

/**
 * What the program of an environment that stands says of a configuration as it will be when the program starts, by the
 * service's own command, in its folder and with its variables.
 */
export function checkPatched(
  { host, program }: Trial,
  request: Asked,
  signal?: AbortSignal,
): Promise<ProgramVerdict> {
  return withPatchedCopy(host, request, (config) =>
    inTurn(host)(() => checkConfiguration({ ...askedOf(request, program), host, config, signal })),
  );
}
