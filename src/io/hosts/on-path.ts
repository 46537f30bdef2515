import { delimiter, join } from 'node:path';
import type { Variables } from '../../lib/variables.ts';
import type { HostReader } from './port.ts';

/** Where distributions keep programs that are not on everyone's PATH. */
export const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** An installed program of a host, absolute; undefined where there is none. */
export async function onPath(
  host: HostReader,
  name: string,
  variables?: Variables,
): Promise<string | undefined> {
  const { PATH = '' } = variables ?? (await host.facts()).variables;
  for (const folder of [...PATH.split(delimiter), ...systemFolders].filter((each) => each !== '')) {
    const program = join(folder, name);
    const found = await host.stat(program).catch(() => undefined);
    if (found?.kind === 'file' && (found.mode & 0o111) !== 0) return program;
  }
  return undefined;
}
