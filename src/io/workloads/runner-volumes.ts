import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Host, HostReader } from '../hosts/port.ts';
import { dockerCommand } from './docker-command.ts';

/** An agent's release on a host, and the Docker that it uses. */
export interface RunnerLocation {
  readonly host: HostReader;
  /** `unix:///run/docker.sock` */
  readonly address: string;
  /** The agent's virtual environment, and its folder of packages. */
  readonly environment: string;
  readonly packages: string;
}

/** A volume that a release's containers take their programs from. */
export interface RunnerVolume {
  readonly name: string;
  readonly version: string;
  /** `half`: it exists, but was not filled to its end, which no agent would notice. */
  readonly state: 'missing' | 'half' | 'whole';
}

const program = fileURLToPath(new URL('./prepare_runners.py', import.meta.url));

/**
 * The volumes that a release wants, by the files of its packages.
 * Source: `prepare_krunner_env` in ai/backend/agent/docker/kernel.py, the same from 23.09.10 to 26.09.6.
 */
export async function runnerVolumes(location: RunnerLocation): Promise<readonly RunnerVolume[]> {
  const { host, packages } = location;
  const architecture = (await host.ask({ argv: ['uname', '-m'], timeoutMs: 10_000 })).stdout.trim();
  const folder = `${packages}/ai/backend/krunner`;
  const found: RunnerVolume[] = [];
  for (const name of await host.list(folder)) {
    const versions = (await host.readText(`${folder}/${name}/versions.txt`)) ?? '';
    const files = await host.list(`${folder}/${name}`);
    for (const distribution of versions.split('\n').map((line) => line.trim())) {
      if (!files.includes(`krunner-env.${distribution}.${architecture}.tar.xz`)) continue;
      const text = await host.readText(`${folder}/${name}/krunner-version.${distribution}.txt`);
      const version = (text ?? '').trim();
      const volume = `backendai-krunner.v${version}.${architecture}.${distribution}`;
      found.push({ name: volume, version, state: await stateOf(location, volume, version) });
    }
  }
  return found;
}

async function stateOf(
  { host, address }: RunnerLocation,
  volume: string,
  version: string,
): Promise<RunnerVolume['state']> {
  const words = ['volume', 'inspect', '--format', '{{.Mountpoint}}', volume];
  const { exitCode, stdout } = await host.ask(dockerCommand(address, words));
  if (exitCode !== 0) return 'missing';
  // Written last of all.
  const written = await host.readText(`${stdout.trim()}/VERSION`);
  return written?.trim() === version ? 'whole' : 'half';
}

/**
 * Makes a release's volumes with its own program. Those that are whole are left alone, and one that could not be filled
 * does not stay: no agent would notice.
 */
export async function makeRunnerVolumes(
  location: RunnerLocation & { readonly host: Host },
  signal: AbortSignal,
): Promise<void> {
  await removeHalf(location);
  try {
    await location.host.run({
      argv: [`${location.environment}/bin/python`, '-'],
      input: await readFile(program, 'utf8'),
      env: { DOCKER_HOST: location.address },
      timeoutMs: 300_000,
      signal,
    });
  } finally {
    await removeHalf(location);
  }
}

async function removeHalf(location: RunnerLocation & { readonly host: Host }): Promise<void> {
  const half = (await runnerVolumes(location))
    .filter(({ state }) => state === 'half')
    .map(({ name }) => name);
  if (half.length > 0) await location.host.ask(dockerCommand(location.address, ['volume', 'rm', ...half]));
}
