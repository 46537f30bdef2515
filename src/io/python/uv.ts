import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Variables } from '../../lib/variables.ts';
import { cacheFolder } from '../hosts/cache-folder.ts';
import { hostTrouble } from '../hosts/host-trouble.ts';
import { perHost } from '../hosts/per-host.ts';
import type { Host, HostReader } from '../hosts/port.ts';
import { anyPython } from './interpreters.ts';

/**
 * The uv on a host's PATH, else one of baiup's own there: installed by pip, which knows the operator's index.
 * @throws BaiupError `python.missing`, `command.failed`
 */
export const findUv = perHost(async (host: Host): Promise<string> => {
  if (await runs(host, 'uv')) return 'uv';
  const own = join(await cacheFolder(host), 'uv-program');
  const program = join(own, 'bin', 'uv');
  if (await runs(host, program)) return program;
  return install(host, own, program);
});

/** A uv that is there already: the one on PATH, or baiup's own. */
export const standingUv = perHost(async (host: HostReader): Promise<string | undefined> => {
  const own = join(await cacheFolder(host), 'uv-program', 'bin', 'uv');
  for (const program of ['uv', own]) if (await runs(host, program)) return program;
  return undefined;
});

async function runs(host: HostReader, program: string): Promise<boolean> {
  const asked = await host.ask({ argv: [program, '--version'], timeoutMs: 20_000 }).catch(() => undefined);
  return asked?.exitCode === 0;
}

/** Built beside its place and renamed: uv is one binary and does not mind being moved. */
async function install(host: Host, folder: string, program: string): Promise<string> {
  const draft = `${folder}.${randomUUID()}`;
  await host.makeFolder(dirname(folder));
  try {
    const { path: python } = await anyPython(host);
    await withItsOwnPip(host, python, draft).catch((error: unknown) => {
      if (hostTrouble(error)) throw error;
      return withFreshPip(host, python, draft);
    });
    await host.remove(folder);
    // Another run may have been quicker: its copy is as good.
    await host.move(draft, folder).catch(async (error: unknown) => {
      if (!(await runs(host, program))) throw error;
    });
    return program;
  } finally {
    await host.remove(draft);
  }
}

const installUv = ['install', '--quiet', 'uv'] as const;

/** Quick: an environment without pip, filled by the pip that the interpreter has. */
async function withItsOwnPip(host: Host, python: string, folder: string): Promise<void> {
  await host.run({ argv: [python, '-m', 'venv', '--without-pip', folder], timeoutMs: 60_000 });
  const argv = [python, '-m', 'pip', '--python', join(folder, 'bin', 'python'), ...installUv] as const;
  await host.run({ argv, env: pipEnvironment((await host.facts()).variables), timeoutMs: 300_000 });
}

/** Where the interpreter has no pip, or one too old for that. */
async function withFreshPip(host: Host, python: string, folder: string): Promise<void> {
  await host.run({ argv: [python, '-m', 'venv', '--clear', folder], timeoutMs: 120_000 });
  const argv = [join(folder, 'bin', 'python'), '-m', 'pip', ...installUv] as const;
  await host.run({ argv, env: pipEnvironment((await host.facts()).variables), timeoutMs: 300_000 });
}

/** What pip and the network settings of the operator say. */
export function pipEnvironment(env: Variables) {
  const kept = /^(PIP_|REQUESTS_CA_BUNDLE$|CURL_CA_BUNDLE$|NETRC$|(https?|all|no)_proxy$)/i;
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && kept.test(entry[0]),
    ),
  );
}
