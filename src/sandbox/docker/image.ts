import { mkdir, readFile, readlink, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { installForeign } from '../../io/python/install-foreign.ts';
import { pipEnvironment } from '../../io/python/uv.ts';
import { writeFileAtomic } from '../../lib/atomic-file.ts';
import { BaiupError } from '../../lib/errors.ts';
import { isThere } from '../../lib/is-there.ts';
import { cacheHome } from '../../lib/state-home.ts';
import { reported } from '../progress.ts';
import type { SandboxOptions } from '../sandbox.ts';
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
  const suite = await ownSuite();
  const archive = join(cacheHome(), 'images', `${suite.name}-${edition}.tar`);
  if (await isThere(archive)) return archive;
  const debootstrap = await requireDebootstrap(told);
  return reported('Make the image of sessions', told.onProgress, async () => {
    const draft = `${archive}.${process.pid}`;
    await mkdir(dirname(archive), { recursive: true, mode: 0o700 });
    try {
      const root = join(draft, 'root');
      await bootstrap(debootstrap, suite, root, told.signal);
      await addNotebookKernel(root, told.signal);
      await run(['tar', '--create', '--file', join(draft, 'tar'), '--directory', root, '.'], told.signal);
      await rename(join(draft, 'tar'), archive);
      return archive;
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  });
}

interface Suite {
  /** `bookworm` */
  readonly name: string;
  /** Where the machine's own apt takes it from; debootstrap's own choice where that is not known. */
  readonly mirror: string | undefined;
}

async function ownSuite(): Promise<Suite> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const name = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(release)?.[1];
  if (name === undefined) {
    throw new BaiupError(
      'sandbox.docker-image',
      'the image of sessions is made by debootstrap, and this machine is neither Debian nor Ubuntu',
      { hint: 'use a Debian or Ubuntu machine, or leave out --agent docker' },
    );
  }
  const format = '$(REPO_URI) $(CODENAME) $(COMPONENT)';
  const argv = ['apt-get', 'indextargets', '--format', format, 'Created-By: Packages'] as const;
  const listed = await thisMachine.ask({ argv, timeoutMs: 20_000 }).catch(() => undefined);
  const targets = (listed?.stdout ?? '').split('\n').map((line) => line.split(' '));
  const mirror = targets.find(([, suite, component]) => suite === name && component === 'main')?.[0];
  return { name, mirror: mirror && /^(https?|file):/.test(mirror) ? mirror : undefined };
}

/** In namespaces of its own: what it mounts below the folder is gone when it ends, however it ends. */
async function bootstrap(
  debootstrap: string,
  { name, mirror }: Suite,
  root: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const apart = ['unshare', '--mount', '--pid', '--fork', '--kill-child'] as const;
  const what = ['--variant=minbase', '--include=python3', name, root, ...(mirror ? [mirror] : [])];
  await run([...apart, debootstrap, ...what], signal);
  const unneeded = ['var/cache/apt/archives', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale'];
  await Promise.all(unneeded.map((path) => rm(join(root, path), { recursive: true, force: true })));
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

async function run(argv: readonly [string, ...string[]], signal: AbortSignal | undefined): Promise<void> {
  await thisMachine.run({
    argv,
    env: pipEnvironment(process.env),
    timeoutMs: 20 * 60_000,
    ...(signal ? { signal } : {}),
  });
}
