import { join } from 'node:path';
import type { ComponentName } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import { BaiupError } from '../../lib/errors.ts';

/** Finds the program among the packages, and opens it: nothing of it is run. */
const entry = `
import os, sys
name = os.path.join(*sys.argv[1].split("."))
for folder in sys.path:
    for end in (".py", "/__init__.py"):
        try:
            open(os.path.join(folder, name + end)).close()
            sys.exit(0)
        except (FileNotFoundError, NotADirectoryError):
            pass
sys.exit("its packages cannot be found")`;

interface Entered {
  /** The host where we have the rights of the service's user, and no others. */
  readonly alone: HostReader;
  readonly user: string;
  readonly component: ComponentName;
  readonly folder: string;
}

/**
 * Stops where the user whom a service runs as cannot start from its new environment: a folder may be closed to them that
 * is open to us, or to root, such as the home that a Python lies in.
 * @throws BaiupError `environment.closed`
 */
export async function requireEntry({ alone, user, component, folder }: Entered): Promise<void> {
  const python = join(folder, 'bin', 'python');
  const argv = [python, '-I', '-c', entry, componentNamed(component).module] as const;
  const { exitCode, stderr } = await alone.ask({ argv, timeoutMs: 60_000 });
  if (exitCode === 0) return;
  const why = stderr.trim().split('\n').at(-1) || `it ended with exit code ${exitCode}`;
  throw new BaiupError(
    'environment.closed',
    `${user}, as whom the service of the ${component} runs on ${alone.name}, cannot use the environment ${folder}: ${why}`,
    {
      hint: `on ${alone.name}, see which folder is closed to ${user}: namei -l $(readlink -f ${python}). Open it to them (chmod o+x FOLDER), or install that Python where everybody may read it and remove ${folder}`,
      left: 'nothing was changed',
    },
  );
}
