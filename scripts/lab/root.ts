import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { isThere } from '../../src/lib/is-there.ts';
import type { LabHost } from './hosts.ts';
import type { Layout } from './layout.ts';
import { addressOf, type Lab } from './record.ts';
import { removeCommonKeys } from './ssh.ts';

const run = (...argv: [string, ...string[]]) => thisMachine.run({ argv, timeoutMs: 60_000 });

export const userId = { root: 0, bai: 1100 } as const;

/** A file of a host. */
export interface HostFile {
  readonly content: string;
  /** 0644 unless told. */
  readonly mode?: number;
  /** Root unless told. */
  readonly owner?: keyof typeof userId;
}

/** Contents by absolute path. */
export type HostFiles = Readonly<Record<string, HostFile>>;

/** Folders below this one belong to their owner all the way up. */
const baiHome = '/home/bai';

/** Puts files into a host's root; folders that are not there yet belong to the file's owner below the home of `bai`. */
export async function writeHostFiles(root: string, files: HostFiles): Promise<void> {
  for (const [path, { content, mode = 0o644, owner = 'root' }] of Object.entries(files)) {
    const target = join(root, path);
    const first = await mkdir(dirname(target), { recursive: true, mode: 0o755 });
    await writeFile(target, content, { mode });
    await chmod(target, mode);
    await chown(target, userId[owner], userId[owner]);
    if (!first || !path.startsWith(`${baiHome}/`)) continue;
    for (let folder = dirname(target); folder.length >= first.length; folder = dirname(folder))
      await chown(folder, userId.bai, userId.bai);
  }
}

/** What is mounted below a folder, the innermost first. */
export async function mountsBelow(folder: string): Promise<readonly string[]> {
  const mounts = (await readFile('/proc/self/mounts', 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  return mounts.filter((path) => path.startsWith(`${folder}/`)).reverse();
}

/** The host's root: the common system below, what is its own above, and a plain `/home`. */
export async function mountRoot(
  { layout }: { readonly layout: Layout },
  base: string,
  name: string,
): Promise<void> {
  const { root, upper, work, home } = layout.host(name);
  if ((await mountsBelow(layout.folder)).includes(root)) return;
  for (const folder of [root, upper, work, home]) await mkdir(folder, { recursive: true, mode: 0o755 });
  const options = `lowerdir=${base},upperdir=${upper},workdir=${work}`;
  await run('mount', '-t', 'overlay', 'overlay', '-o', options, root);
  if (!(await isThere(join(home, 'bai')))) await run('cp', '-a', `${base}/home/.`, `${home}/`);
  await run('mount', '--bind', home, join(root, 'home'));
}

const lastFile = '/etc/systemd/network/10-host0.network';

/** Whether all files of a host were written by an earlier try. */
export const isLaidOut = ({ layout }: Lab, { name }: LabHost): Promise<boolean> =>
  isThere(join(layout.host(name).root, lastFile));

/** What makes a host of the lab out of the common system: its name, its address, who may log in. */
export async function writeSystemFiles(lab: Lab, host: LabHost): Promise<void> {
  const { layout, record, hosts } = lab;
  const { root } = layout.host(host.name);
  await removeCommonKeys(root);
  const network = [
    ...[
      '[Match]',
      'Name=host0',
      '[Network]',
      `Address=${addressOf(record, host)}/24`,
      'LinkLocalAddressing=no',
    ],
  ];
  // The database's host has its name also where another one is that host.
  const names = hosts.map((each) => `${addressOf(record, each)} ${each.name}${each.isDatabase ? ' db' : ''}`);
  await writeHostFiles(root, {
    '/etc/hostname': { content: `${host.name}\n` },
    '/etc/hosts': { content: `${['127.0.0.1 localhost', ...names].join('\n')}\n` },
    '/etc/resolv.conf': { content: '' },
    '/etc/sudoers.d/bai': { content: 'bai ALL=(ALL) NOPASSWD: ALL\n', mode: 0o440 },
    [lastFile]: { content: `${network.join('\n')}\n` },
  });
  // An interpreter that is bound into it may lie below.
  await chmod(join(root, 'root'), 0o711);
}

/** Lets the lab's operator log in, as `bai` and as root. */
export async function authorize({ layout }: Lab, { name }: LabHost): Promise<void> {
  const content = await readFile(`${layout.key}.pub`, 'utf8');
  const { root } = layout.host(name);
  await writeHostFiles(root, {
    '/root/.ssh/authorized_keys': { content, mode: 0o600 },
    [`${baiHome}/.ssh/authorized_keys`]: { content, mode: 0o600, owner: 'bai' },
  });
}
