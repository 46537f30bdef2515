import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { onPath } from '../../src/io/hosts/on-path.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { BaiupError } from '../../src/lib/errors.ts';
import { isThere } from '../../src/lib/is-there.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { bootstrap, ownSuite, type Suite } from '../../src/sandbox/docker/bootstrap.ts';
import { exclusively } from '../../src/sandbox/lock.ts';
import { reported } from '../../src/sandbox/progress.ts';
import { labCache } from './layout.ts';
import { obtained } from './obtained.ts';
import type { Told } from './told.ts';

/** Changed with what goes into it, so that one of before is not taken for it. */
const edition = 1;

const packages = [
  ...['systemd', 'systemd-sysv', 'dbus', 'openssh-server', 'sudo', 'iproute2', 'procps', 'ca-certificates'],
  ...['python3', 'curl', 'netcat-openbsd', 'haproxy', 'postgresql', 'redis-server', 'etcd-server'],
];

/** Servers that only a host which is meant to has running. */
const servers = ['haproxy', 'postgresql', 'redis-server', 'etcd'];

/**
 * The files that all hosts of a lab have in common: this machine's own distribution. Made once, kept in the cache; of
 * several processes that want it one makes it, and the others wait for that.
 */
export async function baseImage(told: Told): Promise<string> {
  const suite = await ownSuite("a lab's hosts");
  const base = labCache(`${suite.name}-${edition}`);
  const made = async () => {
    if (!(await isThere(base))) await exclusively(`${base}.lock`, () => make(base, suite, told));
    return { base };
  };
  const failed = (error: unknown) =>
    error instanceof BaiupError && error.code === 'sandbox.busy' ? undefined : { error };
  await mkdir(dirname(base), { recursive: true, mode: 0o711 });
  const outcome = await waitFor(() => made().catch(failed), {
    ...{ timeoutMs: 20 * 60_000, everyMs: 500, signal: told.signal },
    what: "another process to make the hosts' system",
  });
  if ('error' in outcome) throw outcome.error;
  return outcome.base;
}

async function make(base: string, suite: Suite, { onProgress, signal }: Told): Promise<void> {
  if (await isThere(base)) return;
  const debootstrap = (await onPath(thisMachine, 'debootstrap')) ?? 'debootstrap';
  await reported("Make the hosts' system by debootstrap", onProgress, async () => {
    const root = `${base}.draft`;
    await rm(root, { recursive: true, force: true });
    try {
      const components = ['main', 'universe'];
      const of = { debootstrap, suite, root, packages, components, signal };
      await obtained("the hosts' system", () => bootstrap(of));
      await settle(root);
      await rename(root, base);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });
}

async function settle(root: string): Promise<void> {
  const systemctl = (...words: string[]) =>
    thisMachine.run({ argv: ['systemctl', `--root=${root}`, ...words], timeoutMs: 60_000 });
  await systemctl('disable', ...servers);
  await systemctl('enable', 'systemd-networkd', 'ssh');
  await systemctl('mask', 'systemd-networkd-wait-online.service', 'systemd-resolved.service');
  const chroot = (...argv: string[]) =>
    thisMachine.run({ argv: ['chroot', root, ...argv], timeoutMs: 60_000 });
  await chroot('groupadd', '--gid', '1100', 'bai');
  await chroot('useradd', '--uid', '1100', '--gid', '1100', '--create-home', '--shell', '/bin/bash', 'bai');
  const unneeded = ['var/cache/apt/archives', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/locale'];
  await Promise.all(unneeded.map((path) => rm(`${root}/${path}`, { recursive: true, force: true })));
}
