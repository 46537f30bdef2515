import { join } from 'node:path';
import { cacheFolder } from '../../hosts/cache-folder.ts';
import type { HostReader } from '../../hosts/port.ts';
import { wheelFolderOn } from './send-wheels.ts';

/** Variables that uv is run with on a host that has only what was sent there. */
export async function stockedEnvironment(host: HostReader): Promise<Record<string, string>> {
  return {
    UV_CACHE_DIR: join(await cacheFolder(host), 'uv'),
    UV_FIND_LINKS: await wheelFolderOn(host),
    UV_NO_CONFIG: '1',
    UV_NO_PROGRESS: '1',
    UV_OFFLINE: '1',
    UV_PYTHON_DOWNLOADS: 'never',
  };
}
