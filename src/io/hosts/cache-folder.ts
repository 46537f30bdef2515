import { cacheHome } from '../../lib/state-home.ts';
import type { HostReader } from './port.ts';

/** Where baiup keeps on a host what can be made again there. */
export async function cacheFolder(host: HostReader): Promise<string> {
  return cacheHome((await host.facts()).variables);
}
