import { rm } from 'node:fs/promises';
import { markedProcesses } from '../../src/io/hosts/proc.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { messageOf } from '../../src/lib/errors.ts';
import { isThere } from '../../src/lib/is-there.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { dockerOptions, hasDocker } from './docker.ts';
import type { LabHost } from './hosts.ts';
import { labMarker } from './layout.ts';
import { bridgeOf, type Lab, machineName } from './record.ts';
import { mountsBelow } from './root.ts';
import { onHost } from './ssh.ts';

/**
 * Where systemd runs, nspawn asks it for a scope. Elsewhere all hosts would share one control group, and stopping a unit
 * in one of them would reach the same unit in another: each gets a group of its own first.
 */
const ownGroup = `
for tree in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
  if [ -w "$tree/cgroup.procs" ]; then mkdir -p "$tree/$1" && echo $$ > "$tree/$1/cgroup.procs"; fi
done
shift
exec "$@"`;

/** Its host's processes are in it, and below one of the same name what its Docker starts. */
export const groupOf = ({ network }: Lab['record'], name: string): string => `baiup-lab/${network}-${name}`;

const markerOf = ({ layout }: Lab, name: string): string => layout.host(name).folder;

export async function isRunning(lab: Lab, { name }: LabHost): Promise<boolean> {
  return (await markedProcesses(labMarker, markerOf(lab, name))).length > 0;
}

/** Boots a host that does not run; it outlives this process. @param bound folders of this machine that it may read */
async function boot(lab: Lab, host: LabHost, bound: readonly string[]): Promise<void> {
  if (await isRunning(lab, host)) return;
  const { layout, record } = lab;
  const { name } = host;
  const marker = `${labMarker}=${markerOf(lab, name)}`;
  const hasSystemd = await isThere('/run/systemd/system');
  const nspawn = [
    ...['systemd-nspawn', '--quiet', '--boot', '--register=no', '--link-journal=no', '--resolv-conf=off'],
    ...['--timezone=off', '--directory', layout.host(name).root, '--machine', machineName(record, name)],
    ...[`--hostname=${name}`, `--network-bridge=${bridgeOf(record)}`, `--setenv=${marker}`],
    ...bound.map((folder) => `--bind-ro=${folder}`),
    ...(hasDocker(lab, host) ? await dockerOptions() : []),
  ];
  const grouped = ['sh', '-c', ownGroup, 'own-group', groupOf(record, name), ...nspawn, '--keep-unit'];
  const [program = 'sh', ...words] = hasSystemd ? nspawn : grouped;
  const env = {
    PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin',
    [labMarker]: markerOf(lab, name),
  };
  const { folder, log } = layout.host(name);
  await thisMachine.launch({ argv: [program, ...words], cwd: folder, env, log });
}

/**
 * Waits until a host can be logged in to. One that did not come up is booted again: right after a power cut the
 * machine may still hold its network for a moment.
 * @throws BaiupError `lab.no-boot`
 */
export async function booted(
  lab: Lab,
  host: LabHost,
  bound: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const { name } = host;
  const attempt = async () => {
    await boot(lab, host, bound);
    return (await onHost(lab, name, 'true', { timeoutMs: 10_000 })).exitCode === 0 || undefined;
  };
  await waitFor(attempt, {
    timeoutMs: 120_000,
    everyMs: 250,
    signal,
    what: `${name} to let us log in`,
    code: 'lab.no-boot',
  });
}

/** Ends a host as a power cut does, with all that runs there. */
export async function endHost(lab: Lab, { name }: LabHost): Promise<void> {
  const noneLeft = async () => {
    const left = await markedProcesses(labMarker, markerOf(lab, name));
    await thisMachine.signal(
      left.map(({ pid }) => pid),
      'SIGKILL',
    );
    return left.length === 0 ? true : undefined;
  };
  await waitFor(noneLeft, { timeoutMs: 30_000, everyMs: 50, what: `${name} to end` });
}

/** Ends every process of a lab, and what was mounted for it. Its first process ends a host with all that runs there. */
export async function endMachines({ layout, record, hosts }: Lab): Promise<void> {
  const lab = { layout, record, hosts };
  await Promise.all(hosts.map((host) => endHost(lab, host)));
  for (const path of await mountsBelow(layout.folder))
    await thisMachine.run({ argv: ['umount', '--lazy', path], timeoutMs: 20_000 });
  for (const { name } of hosts) await removeGroup(groupOf(record, name));
}

async function removeGroup(group: string): Promise<void> {
  const named = ['(', '-path', `*/${group}`, '-o', '-path', `*/${group}/*`, ')'];
  const find = ['find', '/sys/fs/cgroup', '-depth', '-type', 'd', ...named] as const;
  const gone = async () => {
    await thisMachine.ask({ argv: [...find, '-exec', 'rmdir', '{}', ';'], timeoutMs: 20_000 });
    const { stdout } = await thisMachine.ask({ argv: find, timeoutMs: 20_000 });
    return stdout === '' ? true : undefined;
  };
  await waitFor(gone, { timeoutMs: 5_000, what: `the control groups ${group} to be empty` }).catch(
    (error: unknown) => console.error(`The control groups ${group} stay: ${messageOf(error)}`),
  );
}

/** Removes the folder of a lab whose mounts are gone. */
export async function removeFolder({ layout }: Pick<Lab, 'layout'>): Promise<void> {
  const left = await mountsBelow(layout.folder);
  if (left.length > 0) throw new Error(`still mounted: ${left.join(', ')}`);
  await rm(layout.folder, { recursive: true, force: true });
}
