import { delimiter, join } from 'node:path';
import type { Variables } from '../../lib/variables.ts';

/** Folders in which each version has a folder of its own. */
interface PythonPlaces {
  /** Of those that can be copied to another place: they find all that is theirs from where they lie. */
  readonly relocatable: readonly string[];
  /** Of those that cannot: pyenv builds them for their place. */
  readonly bound: readonly string[];
}

/** Where a standalone Python lies by the vendor's installers, and where baiup puts one. */
export const standaloneFolder = (env: Variables): string =>
  join(env['HOME'] ?? '/', '.static-python', 'versions');

/** Where operators have Pythons beside PATH, by a host's variables. */
export function pythonPlaces(env: Variables): PythonPlaces {
  const home = env['HOME'] ?? '/';
  const data = env['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  return {
    relocatable: [standaloneFolder(env), env['UV_PYTHON_INSTALL_DIR'] ?? join(data, 'uv', 'python')],
    bound: [join(env['PYENV_ROOT'] ?? join(home, '.pyenv'), 'versions')],
  };
}

/** The folders of PATH. */
export const pathFolders = (env: Variables): readonly string[] =>
  (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
