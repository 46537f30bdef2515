import type { Host } from '../../io/hosts/port.ts';
import type { ServiceProgram } from '../../io/services/port.ts';
import { accountsOf } from '../discovery/survey/accounts.ts';

/** A program, and the host where it is tried. */
interface Trial {
  readonly host: Host;
  readonly program: ServiceProgram;
}

/**
 * A program as it is tried: as the user whom its service runs it as, with that user's home. A third one, who is neither
 * we nor root, could not read what we lend, so root tries for it where we are root, and we do otherwise.
 */
export async function asItsUser({ host, program }: Trial): Promise<Trial> {
  if (program.user === undefined) return { host, program };
  const [{ home, name, number }, { user: ours }] = await Promise.all([
    accountsOf(host)(program.user),
    host.facts(),
  ]);
  const variables = { HOME: home, USER: name, LOGNAME: name, ...program.variables };
  return {
    host: number === 0 && ours !== 0 ? host.asRoot() : host,
    program: { ...program, variables },
  };
}
