import { join } from 'node:path';
import { componentNamed } from '../../core/components/index.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { pipVersion } from '../../core/versions/pip-version.ts';
import type { EnvironmentRequest } from './environment-request.ts';
import type { PluginInstall } from './plugin-install.ts';
import { findUv } from './uv.ts';
import { uvEnvironment } from './uv-environment.ts';
import { sentUv } from './wheelhouse/sent-uv.ts';
import { stockedEnvironment } from './wheelhouse/stocked-environment.ts';
import { supplyBeside } from './wheelhouse/supply-beside.ts';

type Target = Pick<
  EnvironmentRequest,
  'host' | 'supply' | 'component' | 'version' | 'folder' | 'signal' | 'env'
>;

/** An empty environment; one that is there is replaced. The interpreter is named by path: uv must fetch none. */
export async function createEnvironment(target: Target, interpreter: string): Promise<void> {
  await uv(target, ['venv', '--quiet', '--clear', '--python', interpreter, target.folder]);
}

/**
 * Every distribution of the component at one version, and what some releases import without asking for it: a setuptools
 * that still has `pkg_resources`, and sniffio, which valkey-glide got by way of anyio until November 2025 (25.11.4, 25.17.1).
 */
export async function installDistributions(target: Target, choice: readonly string[]): Promise<void> {
  await uv(target, ['pip', 'install', '--quiet', ...into(target), ...choice, ...requirements(target)]);
}

/** These very packages, nothing resolved. */
export async function installExactly(
  target: Target,
  packages: readonly string[],
  flags: readonly string[],
): Promise<void> {
  await uv(target, ['pip', 'install', '--quiet', ...into(target), '--no-deps', ...flags, ...packages]);
}

/** Packages beside those that are there, which keep to `constraints`. */
export async function installBeside(
  target: Target,
  { words, links, isExact }: Omit<PluginInstall, 'plugin'>,
  constraints: readonly string[],
  flags: readonly string[],
): Promise<void> {
  const { host, supply, folder, signal } = target;
  const python = join(folder, 'bin', 'python');
  const its =
    supply && !isExact
      ? await supplyBeside({ host, supply, python, words, links, constraints, signal })
      : words;
  const found = links.flatMap((each) => ['--find-links', each]);
  const only = [...(isExact || supply ? ['--no-index'] : []), ...found, ...flags];
  const limits = await target.host.lend('constraints.txt', `${constraints.join('\n')}\n`);
  try {
    const install = ['pip', 'install', '--quiet', ...into(target), '--constraints', limits.path];
    await uv(target, [...install, ...only, ...its]);
  } finally {
    await limits.takeBack();
  }
}

/** Takes packages out again; one that is not there is fine. */
export async function uninstall(target: Target, names: readonly string[]): Promise<void> {
  await uv(target, ['pip', 'uninstall', '--quiet', ...into(target), ...names]);
}

/** `name==version`, sorted. */
export async function listPackages(target: Target): Promise<string[]> {
  const listing = await uv(target, ['pip', 'freeze', '--quiet', ...into(target)]);
  return listing
    .split('\n')
    .filter((line) => line !== '')
    .sort();
}

function into({ folder }: Target): readonly string[] {
  return ['--python', join(folder, 'bin', 'python')];
}

/** The release's distributions, and what some releases lack. */
export function requirements({ component, version }: Target): readonly string[] {
  const spelled = pipVersion(parseVersion(version));
  return [
    ...componentNamed(component).distributions.map((name) => `${name}==${spelled}`),
    'setuptools<81',
    'sniffio',
  ];
}

async function uv({ host, supply, env: added, signal }: Target, rest: readonly string[]): Promise<string> {
  const [program, env] = await (supply
    ? Promise.all([sentUv(host, supply.here), stockedEnvironment(host)])
    : Promise.all([findUv(host), uvEnvironment(host)]));
  const command = { argv: [program, ...rest] as const, env: { ...env, ...added }, timeoutMs: 600_000 };
  return (await host.run({ ...command, ...(signal ? { signal } : {}) })).stdout;
}
