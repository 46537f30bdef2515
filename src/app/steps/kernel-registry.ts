import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type KernelRegistry, registryNameAt } from '../../core/components/kernel-registry.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Host } from '../../io/hosts/port.ts';
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
}

const named = ({ file }: KernelRegistry, by: string): string => file.replace('*', by);

/**
 * The name by the path of the agent's own source: started from another environment, it forgets its sessions unless the
 * file is carried over. Source: `generate_local_instance_id`, seen live on 24.03.11 and 24.09.4.
 */
async function byEnvironment({ host, kernels }: RegistryLocation, environment: string): Promise<string> {
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
  const id = createHash('md5').update(`${packages}/ai/backend/agent/agent.py`).digest('hex').slice(0, 12);
  return named(kernels, id);
}

const byAgent = ({ kernels, agent }: RegistryLocation): string => named(kernels, agent);

/** The names that an agent's file of kernels may have at a release. */
export async function registryNames(
  location: RegistryLocation,
  { environment }: InstalledRelease,
): Promise<readonly string[]> {
  return [await byEnvironment(location, environment), byAgent(location)];
}

/** The file that an agent of a release writes at its end, given what lies there; of two the newer one. */
export async function writtenRegistry(
  location: RegistryLocation,
  release: InstalledRelease,
): Promise<string | undefined> {
  const { host, folder, kernels } = location;
  const by = registryNameAt(kernels, parseVersion(release.version));
  const names =
    by === 'agent'
      ? [byAgent(location)]
      : [await byEnvironment(location, release.environment), ...(by === 'either' ? [byAgent(location)] : [])];
  const there = (await host.files(folder)).filter(
    ({ name, kind }) => kind === 'file' && names.includes(name),
  );
  const newest = Math.max(...there.map(({ modified }) => modified));
  const [chosen] = names.filter((name) =>
    there.some((file) => file.name === name && file.modified === newest),
  );
  return chosen === undefined ? undefined : `${folder}/${chosen}`;
}

/** The file that an agent of a release reads at its start. */
export async function readRegistry(location: RegistryLocation, release: InstalledRelease): Promise<string> {
  const { folder, kernels } = location;
  const by = registryNameAt(kernels, parseVersion(release.version));
  return `${folder}/${by === 'agent' ? byAgent(location) : await byEnvironment(location, release.environment)}`;
}

const unpickle = [
  'import json, pickle, sys',
  'with open(sys.argv[1], "rb") as file:',
  '    print(json.dumps([str(kernel) for kernel in pickle.load(file)]))',
].join('\n');

/**
 * The ids of the kernels in a file, as an agent of an environment reads it.
 * @returns undefined where it cannot: such an agent ends at its start
 */
export async function readKernels(
  host: Host,
  environment: string,
  file: string,
): Promise<readonly string[] | undefined> {
  const argv = [`${environment}/bin/python`, '-c', unpickle, file] as const;
  const { exitCode, stdout } = await host.ask({ argv, timeoutMs: 60_000 });
  if (exitCode !== 0) return undefined;
  return z.array(z.string()).parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}
