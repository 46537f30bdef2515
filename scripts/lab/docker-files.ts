import { readFile } from 'node:fs/promises';
import { isThere } from '../../src/lib/is-there.ts';
import { mayRaiseLimits } from '../../src/sandbox/docker/may-raise-limits.ts';
import type { HostFiles } from './root.ts';

const runtimeProgram = new URL('../../src/sandbox/docker/runc_within_limits.py', import.meta.url);

/** On a plain file system: Docker puts no layers on top of the layers of a host. */
const dataFolder = '/home/docker';

/**
 * A Docker daemon of a host's own, from the programs of this machine. Where there is a tree of control groups for each
 * kind of resource, a host may only read them, and its root may change that.
 */
const unit = `[Unit]
Description=Docker

[Service]
Type=notify
ExecStartPre=/bin/sh -c 'for tree in /sys/fs/cgroup/*; do if mountpoint -q "$tree"; then mount -o remount,rw,bind "$tree"; fi; done'
ExecStart=/usr/local/bin/dockerd
Delegate=yes
KillMode=process

[Install]
WantedBy=multi-user.target
`;

/**
 * What makes a host one that has Docker.
 * @param group where its containers' control groups are, where there is a tree for each kind of resource
 */
export async function dockerFiles(group: string): Promise<HostFiles> {
  const [name, runtime] = ['within-limits', '/usr/local/bin/runc-within-limits'];
  const isLimited = !(await mayRaiseLimits());
  const hasTrees = await isThere('/sys/fs/cgroup/memory');
  const configuration = {
    'data-root': dataFolder,
    // Containers see one another and their host, and nothing behind it.
    ...{ iptables: false, ip6tables: false, 'ip-masq': false, bip: '172.30.0.1/24' },
    ...{ 'live-restore': true, 'log-level': 'warn' },
    ...(hasTrees ? { 'cgroup-parent': `/${group}` } : {}),
    ...(isLimited ? { runtimes: { [name]: { path: runtime } }, 'default-runtime': name } : {}),
  };
  const program = `#!/usr/bin/python3 -IS\n${await readFile(runtimeProgram, 'utf8')}`;
  return {
    '/etc/docker/daemon.json': { content: `${JSON.stringify(configuration, null, 2)}\n` },
    '/etc/systemd/system/docker.service': { content: unit },
    ...(isLimited ? { [runtime]: { content: program, mode: 0o755 } } : {}),
  };
}
