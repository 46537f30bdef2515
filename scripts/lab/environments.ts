import { mkdir, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { ComponentName } from '../../src/core/cluster/inventory.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { buildEnvironment } from '../../src/io/python/build-environment.ts';
import { findPython } from '../../src/io/python/interpreters.ts';
import { isThere } from '../../src/lib/is-there.ts';
import { reported } from '../../src/sandbox/progress.ts';
import type { LabHost, LabMember } from './hosts.ts';
import { labCache } from './layout.ts';
import { obtained } from './obtained.ts';
import { pyenvFiles } from './pyenv.ts';
import type { Lab, LabRecord } from './record.ts';
import { userId, writeHostFiles } from './root.ts';
import type { Told } from './told.ts';

/** An interpreter of this machine, as the hosts see it: at the same path. */
export interface SharedPython {
  readonly path: string;
  /** All that belongs to it; undefined for that of the system, which hosts have themselves. */
  readonly prefix: string | undefined;
  /** `3.12.1` */
  readonly version: string;
}

export async function sharedPython(minor: string): Promise<SharedPython> {
  const { path } = await findPython(thisMachine, minor);
  const ask = 'import sys; print(sys.base_prefix); print("%d.%d.%d" % sys.version_info[:3])';
  const { stdout } = await thisMachine.run({ argv: [path, '-c', ask], timeoutMs: 20_000 });
  const [prefix = '/usr', version = minor] = stdout.trim().split('\n');
  return { path, prefix: prefix === '/usr' ? undefined : prefix, version };
}

const cached = (
  { version, python }: Pick<LabRecord, 'version' | 'python'>,
  component: ComponentName,
): string => labCache('environments', `${component}-${version}-py${python}`);

type Planned = Pick<Lab, 'hosts'> & { readonly record: Pick<LabRecord, 'version' | 'published' | 'python'> };

/** One for each component of the lab, kept in the cache. @throws BaiupError `lab.no-parts`, `release.faulty` */
export async function buildEnvironments(lab: Planned, { onProgress, signal }: Told): Promise<void> {
  const components = new Set(lab.hosts.flatMap(({ members }) => members.map(({ component }) => component)));
  for (const component of components) {
    const folder = cached(lab.record, component);
    if (await isThere(join(folder, 'baiup-environment.json'))) continue;
    const what = `${component} ${lab.record.version}`;
    const request = { ...lab.record, host: thisMachine, component, folder, signal };
    await reported(`Build ${what}`, onProgress, () => obtained(what, () => buildEnvironment(request)));
  }
}

const bai = `${userId.bai}:${userId.bai}`;
const run = (...argv: [string, ...string[]]) => thisMachine.run({ argv, timeoutMs: 120_000 });

/** Copies a member's environment to its host, as if it had been made there: its own path is written into it. */
export async function layEnvironment(
  { layout, record }: Lab,
  host: LabHost,
  member: LabMember,
  python: SharedPython,
): Promise<void> {
  const { root } = layout.host(host.name);
  const path = join('/home/bai', member.environment.replace('PYTHON', python.version));
  const target = join(root, path);
  if (!(await isThere(target))) {
    const from = cached(record, member.component);
    const draft = `${target}.draft`;
    await mkdir(dirname(target), { recursive: true });
    await rm(draft, { recursive: true, force: true });
    await run('cp', '-a', '--reflink=auto', from, draft);
    await rm(join(draft, 'baiup-environment.json'));
    await rewrite(join(draft, 'bin'), await writtenPath(draft), path);
    await rename(draft, target);
  }
  const link = `/home/bai/${member.folder}/.venv`;
  if (member.manner === 'pyenv') await layPyenv(root, member, path, python);
  else if (path !== link) await linkTo(join(root, link), relative(dirname(link), path));
  await run('chown', '-R', '--no-dereference', bai, join(root, 'home/bai'));
}

/** Where an environment believes to lie: not always where it is found, since several homes share a cache by links. */
async function writtenPath(environment: string): Promise<string> {
  const text = await readFile(join(environment, 'bin/activate'), 'utf8');
  const [, path] = /^VIRTUAL_ENV='?(.*?)'?$/m.exec(text) ?? [];
  if (path === undefined) throw new Error(`${environment} does not say where it lies`);
  return path;
}

/** Programs of an environment begin with the path of its Python. */
async function rewrite(bin: string, from: string, to: string): Promise<void> {
  for (const entry of await readdir(bin, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(bin, entry.name);
    const text = await readFile(path, 'latin1');
    if (text.includes(from)) await writeFile(path, text.replaceAll(from, to), 'latin1');
  }
}

async function linkTo(path: string, target: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  if ((await readlink(path).catch(() => undefined)) === undefined) await symlink(target, path);
}

/** Around an environment below `versions/3.X.Y/envs`: its name among the versions, and the interpreter itself. */
async function layPyenv(root: string, member: LabMember, path: string, python: SharedPython): Promise<void> {
  const name = basename(path);
  const versions = join(root, 'home/bai/.pyenv/versions');
  await writeHostFiles(root, pyenvFiles(member, name));
  await linkTo(join(versions, name), join('/home/bai/.pyenv/versions', python.version, 'envs', name));
  for (const part of ['bin', 'lib', 'include'])
    await linkTo(join(versions, python.version, part), join(dirname(dirname(python.path)), part));
}
