import { join } from 'node:path';
import { componentNamed } from '../../core/components/index.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { pipVersion } from '../../core/versions/pip-version.ts';
import type { EnvironmentRequest } from './build-environment.ts';
import { here } from './run-here.ts';
import { findUv } from './uv.ts';
import { uvEnvironment } from './uv-environment.ts';

type Target = Pick<EnvironmentRequest, 'component' | 'version' | 'folder' | 'signal'>;

/** An empty environment; one that is there is replaced. The interpreter is named by path: uv must fetch none. */
export async function createEnvironment(
  interpreter: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  await uv(['venv', '--quiet', '--clear', '--python', interpreter, folder], signal);
}

/** Every distribution of the component at one version, and a setuptools that still has `pkg_resources`. */
export async function installDistributions(target: Target, choice: readonly string[]): Promise<void> {
  await uv(['pip', 'install', '--quiet', ...into(target), ...choice, ...requirements(target)], target.signal);
}

/** Nothing is left to install: this compiles everything that is there. */
export async function compileBytecode(target: Target): Promise<void> {
  const argv = ['pip', 'install', '--quiet', '--offline', '--no-deps', '--compile-bytecode', ...into(target)];
  await uv([...argv, ...requirements(target)], target.signal);
}

/** `name==version`, sorted. */
export async function listPackages(folder: string): Promise<string[]> {
  const listing = await uv(
    ['pip', 'freeze', '--quiet', '--python', join(folder, 'bin', 'python')],
    undefined,
  );
  return listing
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

function into({ folder }: Target): readonly string[] {
  return ['--python', join(folder, 'bin', 'python')];
}

function requirements({ component, version }: Target): readonly string[] {
  const spelled = pipVersion(parseVersion(version));
  return [...componentNamed(component).distributions.map((name) => `${name}==${spelled}`), 'setuptools<81'];
}

async function uv(rest: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  const [program, env] = await Promise.all([findUv(), uvEnvironment()]);
  const command = { argv: [program, ...rest] as const, env, timeoutMs: 600_000 };
  return (await here.run({ ...command, ...(signal ? { signal } : {}) })).stdout;
}
