import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type KernelRegistry, registryNameAt } from '../../core/components/kernel-registry.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Host } from '../../io/hosts/port.ts';
import { prefixed } from '../../lib/command.ts';
import { BaiupError } from '../../lib/errors.ts';
import { sitePackages } from '../discovery/site-packages.ts';
import type { InstalledRelease } from './files-params.ts';

/** What an agent's file of kernels hangs on beside its release. */
export interface RegistryLocation {
  readonly host: Host;
  /** Where the agent keeps it. */
  readonly folder: string;
  /** The agent's id. */
  readonly agent: string;
  readonly kernels: KernelRegistry;
  /** Paths by which its unit names its environment, whichever that is. */
  readonly named: readonly string[];
}

const fileNamed = ({ file }: KernelRegistry, by: string): string => file.replace('*', by);

/**
 * The names by the path of the agent's own source: started from another environment, it forgets its sessions unless the
 * file is carried over. Python has that path as it was started by: by the path that a unit names, which leads to the
 * environment (`ExecStart`), or by the environment's own (`activate`, the first line of a script). Nobody can tell from
 * outside, so both count. Source: `generate_local_instance_id`, seen live on 24.03.11 and 24.09.4.
 */
async function byEnvironment(
  { host, kernels, named }: RegistryLocation,
  environment: string,
): Promise<readonly string[]> {
  const packages = await sitePackages(host, environment);
  if (packages === undefined) {
    throw new BaiupError(
      'kernels.no-environment',
      `${environment} on ${host.name} no longer holds an environment`,
      {
        hint: 'put it back: the name of the file of running kernels depends on it',
      },
    );
  }
  const inside = packages.slice(environment.length);
  return [...new Set([environment, ...named])].map((path) => {
    const source = `${path}${inside}/ai/backend/agent/agent.py`;
    return fileNamed(kernels, createHash('md5').update(source).digest('hex').slice(0, 12));
  });
}

const byAgent = ({ kernels, agent }: RegistryLocation): string => fileNamed(kernels, agent);

/** The names that an agent's file of kernels may have at a release. */
export async function registryNames(
  location: RegistryLocation,
  { environment }: InstalledRelease,
): Promise<readonly string[]> {
  return [...(await byEnvironment(location, environment)), byAgent(location)];
}

/** The newest of files that lie in the agent's folder; of those as old as each other the first. */
async function newestOf(
  { host, folder }: RegistryLocation,
  names: readonly string[],
): Promise<string | undefined> {
  const there = (await host.files(folder)).filter(
    ({ name, kind }) => kind === 'file' && names.includes(name),
  );
  const newest = Math.max(...there.map(({ modified }) => modified));
  const [chosen] = names.filter((name) =>
    there.some((file) => file.name === name && file.modified === newest),
  );
  return chosen === undefined ? undefined : `${folder}/${chosen}`;
}

/** The file that an agent of a release writes at its end, given what lies there; of several the newest one. */
export async function writtenRegistry(
  location: RegistryLocation,
  release: InstalledRelease,
): Promise<string | undefined> {
  const by = registryNameAt(location.kernels, parseVersion(release.version));
  if (by === 'agent') return newestOf(location, [byAgent(location)]);
  const names = await byEnvironment(location, release.environment);
  return newestOf(location, by === 'either' ? [...names, byAgent(location)] : names);
}

/** The file that an agent of a release reads at its start: one of these, by how it is started. */
export async function readRegistries(
  location: RegistryLocation,
  release: InstalledRelease,
): Promise<readonly string[]> {
  const by = registryNameAt(location.kernels, parseVersion(release.version));
  const names = by === 'agent' ? [byAgent(location)] : await byEnvironment(location, release.environment);
  return names.map((name) => `${location.folder}/${name}`);
}

/** The one of these that an agent of a release finds; the first where there is none. */
export async function presentRegistry(
  location: RegistryLocation,
  release: InstalledRelease,
): Promise<string> {
  const files = await readRegistries(location, release);
  const names = files.map((path) => path.slice(location.folder.length + 1));
  return (await newestOf(location, names)) ?? files[0] ?? location.folder;
}

const unpickle = [
  'import json, pickle, sys',
  'with open(sys.argv[1], "rb") as file:',
  '    print(json.dumps([str(kernel) for kernel in pickle.load(file)]))',
].join('\n');

const kernelIds = z.array(z.string());

/** Whoever reads such a file runs what its owner wrote: root does it as that owner. */
async function asOwner(host: Host, file: string): Promise<readonly string[]> {
  const [{ user }, facts] = await Promise.all([host.facts(), host.stat(file)]);
  if (user !== 0 || !facts || facts.owner === 0) return [];
  return ['setpriv', `--reuid=${facts.owner}`, `--regid=${facts.group}`, '--clear-groups'];
}

/**
 * The ids of the kernels in a file, as an agent of an environment reads it.
 * @returns undefined where it cannot: such an agent ends at its start
 */
export async function readKernels(
  host: Host,
  environment: string,
  file: string,
): Promise<readonly string[] | undefined> {
  const argv = prefixed(await asOwner(host, file), [`${environment}/bin/python`, '-c', unpickle, file]);
  const { exitCode, stdout } = await host.ask({ argv, timeoutMs: 60_000 });
  if (exitCode !== 0) return undefined;
  return kernelIds.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}
