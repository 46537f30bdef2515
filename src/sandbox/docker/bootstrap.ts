import { readFile } from 'node:fs/promises';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { pipEnvironment } from '../../io/python/uv.ts';
import { BaiupError } from '../../lib/errors.ts';

export interface Suite {
  /** `bookworm` */
  readonly name: string;
  /** Where the machine's own apt takes it from; debootstrap's own choice where that is not known. */
  readonly mirror: string | undefined;
}

/** This machine's own distribution. @throws BaiupError `sandbox.docker-image` saying what is made of it */
export async function ownSuite(what: string): Promise<Suite> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const name = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(release)?.[1];
  if (name === undefined) {
    throw new BaiupError(
      'sandbox.docker-image',
      `${what} is made by debootstrap, and this machine is neither Debian nor Ubuntu`,
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

export interface Bootstrap {
  /** Path of the program. */
  readonly debootstrap: string;
  readonly suite: Suite;
  /** The folder that becomes the root of a small system. */
  readonly root: string;
  /** What it has beside the smallest that runs. */
  readonly packages: readonly string[];
  readonly components?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * In namespaces of its own: what it mounts below the folder is gone when it ends, however it ends. It takes minutes, and
 * holds up nothing that goes on beside it.
 */
export async function bootstrap(of: Bootstrap): Promise<void> {
  const { name, mirror } = of.suite;
  const components = of.components ? [`--components=${of.components.join(',')}`] : [];
  const what = ['--variant=minbase', `--include=${of.packages.join(',')}`, ...components];
  await thisMachine.run({
    argv: [
      ...['nice', '-n', '10', 'unshare', '--mount', '--pid', '--fork', '--kill-child', of.debootstrap],
      ...[...what, name, of.root, ...(mirror ? [mirror] : [])],
    ] as [string, ...string[]],
    env: pipEnvironment(process.env),
    timeoutMs: 20 * 60_000,
    ...(of.signal ? { signal: of.signal } : {}),
  });
}
