import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Variables } from '../../lib/variables.ts';

/** Where distributions keep programs that are not on everyone's PATH. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** An installed program of this machine, absolute; undefined where there is none. */
export async function onPath(name: string, env: Variables = process.env): Promise<string | undefined> {
  const folders = [...(env['PATH'] ?? '').split(delimiter), ...systemFolders];
  for (const folder of folders.filter((each) => each !== '')) {
    const program = join(folder, name);
    const isExecutable = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isExecutable) return program;
  }
  return undefined;
}
