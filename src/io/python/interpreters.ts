import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { BaiupError } from '../../lib/errors.ts';
import type { Variables } from '../../lib/variables.ts';
import { here } from './run-here.ts';

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
 * An interpreter of a minor version (`3.12`), found as operators have them: PATH, pyenv's folders, uv's own.
 * Each candidate is really run: a pyenv shim on PATH may point to a version that is not active.
 * @throws BaiupError `python.missing`
 */
export async function findPython(minor: string, env: Variables = process.env): Promise<Interpreter> {
  for (const candidates of [onPath(minor, env), pyenv(minor, env), uvFind(minor)]) {
    for (const path of await candidates) {
      const found = await describe(path);
      if (found?.minor === minor) return found;
    }
  }
  throw new BaiupError(
    'python.missing',
    `no Python ${minor} that runs was found on PATH, in pyenv or by uv`,
    {
      hint: `install it: \`pyenv install ${minor}\`, \`uv python install ${minor}\`, or your system's package python${minor}`,
    },
  );
}

/** Any Python 3.9 or newer: enough to install uv with. */
export async function anyPython(env: Variables = process.env): Promise<Interpreter> {
  const newest = Array.from({ length: 8 }, (_, index) => `3.${16 - index}`);
  for (const path of await onPath('3', env)) {
    const found = await describe(path);
    if (found && newest.includes(found.minor)) return found;
  }
  for (const minor of newest) {
    const found = await findPython(minor, env).catch(() => undefined);
    if (found) return found;
  }
  throw new BaiupError('python.missing', 'no Python 3.9 or newer that runs was found', {
    hint: "install your system's package python3, or Python by pyenv or uv",
  });
}

async function onPath(version: string, env: Variables): Promise<string[]> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => [join(folder, `python${version}`), join(folder, 'python3')]);
}

async function pyenv(minor: string, env: Variables): Promise<string[]> {
  const versions = join(env['PYENV_ROOT'] ?? join(env['HOME'] ?? homedir(), '.pyenv'), 'versions');
  const names = (await readdir(versions).catch(() => [])).filter((name) => name.startsWith(`${minor}.`));
  return names
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    .map((name) => join(versions, name, 'bin', `python${minor}`));
}

async function uvFind(minor: string): Promise<string[]> {
  const argv = ['uv', 'python', 'find', '--no-python-downloads', minor] as const;
  const found = await here.ask({ argv, timeoutMs: 20_000 }).catch(() => undefined);
  return found?.exitCode === 0 ? [found.stdout.trim()] : [];
}

async function describe(path: string): Promise<Interpreter | undefined> {
  const asked = await here.ask({ argv: [path, '-c', described], timeoutMs: 20_000 }).catch(() => undefined);
  const [minor, base] = asked?.exitCode === 0 ? asked.stdout.trim().split('\n') : [];
  return minor === undefined || base === undefined ? undefined : { path: base, minor };
}
