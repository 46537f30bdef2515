import { join } from 'node:path';
import type { Variables } from '../../lib/variables.ts';
import { cacheFolder } from '../hosts/cache-folder.ts';
import { perHost } from '../hosts/per-host.ts';
import type { HostReader } from '../hosts/port.ts';
import { anyPython } from './interpreters.ts';
import { parsePipSettings, uvSettings } from './pip-settings.ts';
import { pipEnvironment } from './uv.ts';

/** Variables that uv is run with on a host: its index, one cache for all, no interpreters of its own accord. */
export async function uvEnvironment(host: HostReader): Promise<Record<string, string>> {
  const { variables } = await host.facts();
  return {
    ...pipEnvironment(variables),
    ...(await readSettings(host)),
    UV_CACHE_DIR: variables['UV_CACHE_DIR'] ?? join(await cacheFolder(host), 'uv'),
    UV_PYTHON_DOWNLOADS: 'never',
    UV_NO_PROGRESS: '1',
  };
}

const readSettings = perHost(async (host: HostReader): Promise<Record<string, string>> => {
  const { variables } = await host.facts();
  const own = Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && entry[0].startsWith('UV_'),
    ),
  );
  if (await uvIsConfigured(host, variables)) return own;
  const python = await anyPython(host);
  const argv = [python.path, '-m', 'pip', 'config', 'list'] as const;
  const listing = await host.ask({ argv, env: pipEnvironment(variables), timeoutMs: 30_000 });
  const pip = parsePipSettings(listing.exitCode === 0 ? listing.stdout : '');
  const isThere = async (path: string) => (await host.stat(path)) !== undefined;
  return { ...own, ...(await uvSettings(pip, variables, isThere)) };
});

/** An operator who told uv itself where to look wants nothing of pip's. */
async function uvIsConfigured(host: HostReader, variables: Variables): Promise<boolean> {
  const config = variables['XDG_CONFIG_HOME'] ?? join(variables['HOME'] ?? '/', '.config');
  for (const path of [join(config, 'uv', 'uv.toml'), '/etc/uv/uv.toml']) {
    const text = (await host.readText(path).catch(() => undefined)) ?? '';
    if (/^\s*(\[\[index]]|index-url|default-index|find-links)/m.test(text)) return true;
  }
  return false;
}
