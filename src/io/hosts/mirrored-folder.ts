import { join, relative } from 'node:path';
import { stateHome } from '../../lib/state-home.ts';
import type { HostReader } from './port.ts';

/** Where baiup keeps on a host what it keeps in a folder of its own here: the same place below its state there. */
export async function mirroredFolder(host: HostReader, folder: string): Promise<string> {
  const { variables } = await host.facts();
  return join(stateHome(variables), relative(stateHome(), folder));
}
