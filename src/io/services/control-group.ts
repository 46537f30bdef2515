import type { HostReader } from '../hosts/port.ts';

/** Where the kernel shows the groups that systemd keeps: beside the older ones, or alone. */
const listing = `
for tree in /sys/fs/cgroup/systemd /sys/fs/cgroup; do
  if [ -d "$tree$1" ]; then
    find "$tree$1" -name cgroup.procs -exec cat {} + 2>/dev/null
    exit 0
  fi
done`;

/** The processes of a control group and of those below it; none where the group has gone. */
export async function groupPids(host: HostReader, group: string): Promise<readonly number[]> {
  if (group === '' || group === '/') return [];
  const argv = ['sh', '-c', listing, 'control-group', group] as const;
  const { stdout } = await host.ask({ argv, timeoutMs: 30_000 });
  return stdout
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0);
}
