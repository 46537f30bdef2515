import { join } from 'node:path';
import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import { messageOf } from '../../lib/errors.ts';
import type { HostReader } from '../hosts/port.ts';
import { findPython } from './interpreters.ts';
import { pluginInstall } from './plugin-install.ts';
import { standingUv } from './uv.ts';
import { uvEnvironment } from './uv-environment.ts';

/** Words of uv that tell of the way to the index, and nothing of the package. */
const noWay = /failed to (fetch|lookup|connect)|error sending request|timed out|dns error|connection/i;

/**
 * Why a plugin cannot be had for a Python, as far as looking tells: nothing is built, and what it asks for is left to
 * the staging. Undefined where nothing stands in its way, or where nobody can tell yet.
 */
export async function pluginObstacle(
  host: HostReader,
  plugin: CarriedPlugin,
  minor: string,
): Promise<string | undefined> {
  const install = await pluginInstall(host, plugin).catch(messageOf);
  if (typeof install === 'string') return install;
  // Metadata of source is made by its own build.
  if (plugin.take.from === 'folder' || plugin.take.from === 'address') return undefined;
  const [uv, python] = await Promise.all([standingUv(host), findPython(host, minor).catch(() => undefined)]);
  if (uv === undefined || python === undefined) return undefined;
  const { words, links, isExact } = install;
  const only = [...(isExact ? ['--no-index'] : []), ...links.flatMap((folder) => ['--find-links', folder])];
  const nowhere = join('/nonexistent', 'baiup');
  const look = ['pip', 'install', '--dry-run', '--quiet', '--no-deps', '--target', nowhere];
  const argv = [uv, ...look, '--python', python.path, ...only, ...words] as const;
  const asked = await host
    .ask({ argv, env: await uvEnvironment(host), timeoutMs: 120_000 })
    .catch(() => undefined);
  const isSilent = asked === undefined || asked.exitCode === 0 || noWay.test(asked.stderr);
  return isSilent ? undefined : asked.stderr;
}
