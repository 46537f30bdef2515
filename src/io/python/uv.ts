import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheHome } from '../../lib/state-home.ts';
import type { Variables } from '../../lib/variables.ts';
import { anyPython } from './interpreters.ts';
import { here } from './run-here.ts';

let found: Promise<string> | undefined;

/**
 * The uv of PATH, else one of baiup's own: installed by pip, which knows the operator's index.
 * @throws BaiupError `python.missing`, `command.failed`
 */
export function findUv(): Promise<string> {
  found ??= locate().catch((error: unknown) => {
    found = undefined;
    throw error;
  });
  return found;
}

async function locate(): Promise<string> {
  if (await runs('uv')) return 'uv';
  const own = join(cacheHome(), 'uv-program');
  const program = join(own, 'bin', 'uv');
  if (await runs(program)) return program;
  return install(own, program);
}

async function runs(program: string): Promise<boolean> {
  const asked = await here.ask({ argv: [program, '--version'], timeoutMs: 20_000 }).catch(() => undefined);
  return asked?.exitCode === 0;
}

/** Built beside its place and renamed: uv is one binary and does not mind being moved. */
async function install(folder: string, program: string): Promise<string> {
  const draft = `${folder}.${process.pid}`;
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  try {
    const { path: python } = await anyPython();
    await withItsOwnPip(python, draft).catch(() => withFreshPip(python, draft));
    await rm(folder, { recursive: true, force: true });
    // Another run may have been quicker: its copy is as good.
    await rename(draft, folder).catch(() => access(program));
    return program;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const installUv = ['install', '--quiet', 'uv'] as const;

/** Quick: an environment without pip, filled by the pip that the interpreter has. */
async function withItsOwnPip(python: string, folder: string): Promise<void> {
  await here.run({ argv: [python, '-m', 'venv', '--without-pip', folder], timeoutMs: 60_000 });
  const argv = [python, '-m', 'pip', '--python', join(folder, 'bin', 'python'), ...installUv] as const;
  await here.run({ argv, env: pipEnvironment(), timeoutMs: 300_000 });
}

/** Where the interpreter has no pip, or one too old for that. */
async function withFreshPip(python: string, folder: string): Promise<void> {
  await here.run({ argv: [python, '-m', 'venv', '--clear', folder], timeoutMs: 120_000 });
  const argv = [join(folder, 'bin', 'python'), '-m', 'pip', ...installUv] as const;
  await here.run({ argv, env: pipEnvironment(), timeoutMs: 300_000 });
}

/** What pip and the network settings of the operator say. */
export function pipEnvironment(env: Variables = process.env) {
  const kept = /^(PIP_|REQUESTS_CA_BUNDLE$|CURL_CA_BUNDLE$|NETRC$|(https?|all|no)_proxy$)/i;
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && kept.test(entry[0]),
    ),
  );
}
