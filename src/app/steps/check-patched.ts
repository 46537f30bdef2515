import type { HostReader } from '../../io/hosts/port.ts';
import { checkConfiguration, type ProgramVerdict } from '../../io/python/check-configuration.ts';
import { inTurn } from '../../io/python/in-turn.ts';
import type { ServiceProgram } from '../../io/services/port.ts';
import type { EnvironmentRequest } from './context.ts';
import { withPatchedCopy } from './with-patched-copy.ts';

type Asked = Pick<EnvironmentRequest, 'component' | 'folder' | 'config' | 'edits'>;

/** Where a program is tried, and as what. */
interface Trial {
  readonly host: HostReader;
  readonly program: ServiceProgram;
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
