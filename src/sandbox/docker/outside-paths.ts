import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isThere } from '../../lib/is-there.ts';

/** Where containers' processes are counted: a folder in each hierarchy of cgroups, or in the only one. */
const cgroups = [
  ...['blkio', 'cpu', 'cpuacct', 'cpuset', 'devices', 'freezer', 'hugetlb', 'memory', 'net_cls'],
  ...['net_prio', 'perf_event', 'pids', 'systemd', 'unified', '.'],
].map((hierarchy) => join('/sys/fs/cgroup', hierarchy, 'docker'));

/** What Docker's daemons make outside of the folders that they are given, the innermost first. */
const outside = [
  '/etc/docker/key.json',
  '/etc/docker',
  '/run/containerd/s',
  '/run/containerd',
  '/run/docker/plugins',
  '/run/docker',
  '/opt/containerd/bin',
  '/opt/containerd/lib',
  '/opt/containerd',
  ...cgroups,
];

/** Those that are there now. */
export async function outsidePaths(): Promise<readonly string[]> {
  const there = await Promise.all(outside.map(isThere));
  return outside.filter((_path, index) => there[index]);
}

/** Removes those that were not there before, and cgroups of containers, as far as nobody uses them. */
export async function removeOutsidePaths(
  before: readonly string[],
  containers: readonly string[],
): Promise<void> {
  const left = cgroups.flatMap((folder) => containers.map((id) => join(folder, id)));
  await Promise.all(left.map((folder) => rmdir(folder).catch(() => undefined)));
  for (const path of outside.filter((each) => !before.includes(each))) {
    const remove = path.endsWith('.json') ? rm(path, { force: true }) : rmdir(path);
    await remove.catch(() => undefined);
  }
}
