import { mkdir, readlink, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { installForeign } from '../../io/python/install-foreign.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { isThere } from '../../lib/is-there.ts';
import { cacheHome } from '../../lib/state-home.ts';
import { reported } from '../progress.ts';
import type { SandboxOptions } from '../sandbox.ts';
import { bootstrap, ownSuite } from './bootstrap.ts';
import { requireDebootstrap } from './requirements.ts';

/** Changed with what goes into it, so that one of before is not taken for it. */
const edition = 1;

type Told = Pick<SandboxOptions, 'onProgress' | 'signal'>;

/**
 * The files of an image that sessions run in, as a tar: this machine's own distribution at its smallest, its Python, and
 * ipykernel, which keeps variables from one request to the next. Made once by debootstrap and kept in the cache; no
 * registry takes part.
 * @throws BaiupError `docker.missing`, `sandbox.docker-image`, `command.failed`
 */
export async function imageArchive(told: Told): Promise<string> {
  const suite = await ownSuite('the image of sessions');
  const archive = join(cacheHome(), 'images', `${suite.name}-${edition}.tar`);
  if (await isThere(archive)) return archive;
  const debootstrap = await requireDebootstrap(told);
  return reported('Make the image of sessions', told.onProgress, async () => {
    const draft = `${archive}.${process.pid}`;
    await mkdir(dirname(archive), { recursive: true, mode: 0o700 });
    try {
      const root = join(draft, 'root');
      await bootstrap({ debootstrap, suite, root, packages: ['python3'], signal: told.signal });
      await removeUnneeded(root);
      await addNotebookKernel(root, told.signal);
      await pack(root, join(draft, 'tar'), told.signal);
      await rename(join(draft, 'tar'), archive);
      return archive;
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
}

async function removeUnneeded(root: string): Promise<void> {
  const unneeded = ['var/cache/apt/archives', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale'];
  await Promise.all(unneeded.map((path) => rm(join(root, path), { recursive: true, force: true })));
}

async function pack(root: string, archive: string, signal: AbortSignal | undefined): Promise<void> {
  const argv = ['tar', '--create', '--file', archive, '--directory', root, '.'] as const;
  await thisMachine.run({ argv, timeoutMs: 20 * 60_000, ...(signal ? { signal } : {}) });
}

/** Sessions look for kernels of notebooks whose name has "python" in it. */
async function addNotebookKernel(root: string, signal: AbortSignal | undefined): Promise<void> {
  const python = basename(await readlink(join(root, 'usr/bin/python3')));
  const target = join(root, 'usr/local/lib', python, 'dist-packages');
  await installForeign(['ipykernel'], { folder: target, python: python.replace('python', ''), signal });
  const kernel = {
    argv: ['/usr/bin/python3', '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
    display_name: 'Python 3',
    language: 'python',
  };
  const file = join(root, 'usr/local/share/jupyter/kernels/python3/kernel.json');
  await mkdir(dirname(file), { recursive: true, mode: 0o755 });
  await writeFileAtomic(file, `${JSON.stringify(kernel)}\n`, 0o644);
}
