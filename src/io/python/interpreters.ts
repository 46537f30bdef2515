import { join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import type { Variables } from '../../lib/variables.ts';
import type { HostReader } from '../hosts/port.ts';
import { pathFolders, pythonPlaces } from './python-places.ts';

export interface Interpreter {
  /** The real program, behind shims and virtual environments. */
  readonly path: string;
  /** `3.12` */
  readonly minor: string;
}

const described = [
  'import sys',
  'print("%d.%d" % sys.version_info[:2])',
  'print(getattr(sys, "_base_executable", None) or sys.executable)',
].join('\n');

/**
 * An interpreter of a minor version (`3.12`), found as operators have them: behind environments that are known
 * (`also`, paths of their Pythons), on PATH, in the folders of pyenv, of standalone ones and of uv. Each candidate is really run: a pyenv shim on PATH may point to a version that is not active.
 * @throws BaiupError `python.missing`
 */
export async function findPython(
  host: HostReader,
  minor: string,
  also: readonly string[] = [],
): Promise<Interpreter> {
  const { variables } = await host.facts();
  const { relocatable, bound } = pythonPlaces(variables);
  const places = [
    async () => also,
    async () => onPath(minor, variables),
    ...[...bound, ...relocatable].map((folder) => () => versionsIn(host, folder, minor)),
    () => uvFind(host, minor),
  ];
  for (const candidates of places) {
    for (const path of await candidates()) {
      const found = await describe(host, path);
      if (found?.minor === minor) return found;
    }
  }
  throw new BaiupError(
    'python.missing',
    `no Python ${minor} that runs was found on ${host.name}: not on PATH, in pyenv, in ~/.static-python or by uv`,
    {
      hint: `install it: \`pyenv install ${minor}\`, \`uv python install ${minor}\`, or your system's package python${minor}`,
    },
  );
}

/** Any Python 3.9 or newer: enough to install uv with. */
export async function anyPython(host: HostReader): Promise<Interpreter> {
  const { variables } = await host.facts();
  const newest = Array.from({ length: 8 }, (_, index) => `3.${16 - index}`);
  for (const path of onPath('3', variables)) {
    const found = await describe(host, path);
    if (found && newest.includes(found.minor)) return found;
  }
  for (const minor of newest) {
    const found = await findPython(host, minor).catch(() => undefined);
    if (found) return found;
  }
  throw new BaiupError('python.missing', `no Python 3.9 or newer that runs was found on ${host.name}`, {
    hint: "install your system's package python3, or Python by pyenv or uv",
  });
}

function onPath(version: string, env: Variables): string[] {
  return pathFolders(env).flatMap((folder) => [join(folder, `python${version}`), join(folder, 'python3')]);
}

/** Folders of versions are named `3.12.1` by pyenv and the vendor, `cpython-3.12.1-linux-x86_64-gnu` by uv. */
async function versionsIn(host: HostReader, versions: string, minor: string): Promise<string[]> {
  const isOf = (name: string) => name.replace(/^cpython-/, '').startsWith(`${minor}.`);
  const names = (await host.list(versions).catch(() => [])).filter(isOf);
  return names
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(versions, name, 'bin', `python${minor}`));
}

async function uvFind(host: HostReader, minor: string): Promise<string[]> {
  const argv = ['uv', 'python', 'find', '--no-python-downloads', minor] as const;
  const found = await host.ask({ argv, timeoutMs: 20_000 }).catch(() => undefined);
  return found?.exitCode === 0 ? [found.stdout.trim()] : [];
}

async function describe(host: HostReader, path: string): Promise<Interpreter | undefined> {
  const asked = await host.ask({ argv: [path, '-c', described], timeoutMs: 20_000 }).catch(() => undefined);
  const [minor, base] = asked?.exitCode === 0 ? asked.stdout.trim().split('\n') : [];
  return minor === undefined || base === undefined ? undefined : { path: base, minor };
}
