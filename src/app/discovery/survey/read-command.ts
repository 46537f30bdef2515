import type { HostReader } from '../../../io/hosts/port.ts';
import type { ReadCommand } from '../../../io/services/systemd-program.ts';
import { unitCommand } from '../../../io/services/unit-command.ts';
import { accountsOf } from './accounts.ts';
import { readStart } from './read-start.ts';
import { scriptReader } from './script-text.ts';

/** Only the script's shell would know these. */
const isUnknown = (value: string): boolean => /[$`]/.test(value);

/** Of the environment that a script activates: another one takes its place. */
const ofEnvironment = new Set(['PATH', 'VIRTUAL_ENV', 'PYENV_VERSION']);

/**
 * Reads what a unit's command gives to Python in the end, through `backend.ai`, through scripts that activate an
 * environment or ask pyenv for it: so the same can be tried with another environment, before that takes its place.
 */
export function commandReader(host: HostReader): ReadCommand {
  return async (shown, { cwd, variables, user = 'root' }) => {
    const { home, name } = await accountsOf(host)(user);
    const known = new Map(Object.entries({ HOME: home, USER: name, ...variables }));
    const folder = cwd === '~' ? home : cwd;
    const command = unitCommand(shown, known);
    const start = await readStart(command, { cwd: folder, variables: known }, scriptReader(host));
    if (start === undefined || start.component === 'watcher') return undefined;
    const handedOn = [...start.variables].filter(
      ([key, value]) => start.exported.has(key) && !ofEnvironment.has(key) && !isUnknown(value),
    );
    return {
      arguments: start.words,
      cwd: start.cwd,
      variables: { ...variables, ...Object.fromEntries(handedOn) },
    };
  };
}
