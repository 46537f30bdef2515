import { resolve } from 'node:path';
import type { ComponentName } from '../../../core/cluster/inventory.ts';
import { componentNamed } from '../../../core/components/index.ts';
import { namedFile } from '../../../core/configuration/named-file.ts';
import type { HostReader } from '../../../io/hosts/port.ts';

interface Searching {
  readonly component: ComponentName;
  readonly arguments: readonly string[];
  readonly variables: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly home: string;
}

/**
 * The configuration file that a program reads, found as it finds it: the one that it is told, else the first that is
 * there. Source: `find_config_file` in ai/backend/common/config.py, the same from 22.09 to 26.08.
 */
export async function configFound(
  host: HostReader,
  { component, arguments: told, variables, cwd, home }: Searching,
): Promise<{ readonly path: string; readonly isThere: boolean }> {
  const isThere = async (path: string): Promise<boolean> =>
    (await host.stat(path).catch(() => undefined))?.kind === 'file';
  const named = namedFile(told, Object.fromEntries(variables));
  if (named !== undefined) {
    const path = resolve(cwd, named);
    return { path, isThere: await isThere(path) };
  }
  const { files } = componentNamed(component).traces;
  const folders = [cwd, `${home}/.config/backend.ai`, '/etc/backend.ai'];
  const paths = folders.flatMap((folder) => files.map((file) => `${folder}/${file}`));
  for (const path of paths) if (await isThere(path)) return { path, isThere: true };
  return { path: paths[0] ?? cwd, isThere: false };
}
