import { onPath } from '../../io/hosts/on-path.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { dockerPing } from '../../io/services/docker-ping.ts';
import { dockerCommand } from '../../io/workloads/docker-command.ts';
import { imageName } from '../fixtures.ts';
import { imageId, loadImage, tryContainer } from './load-image.ts';
import type { DockerState } from './state.ts';

const usual = 'unix:///var/run/docker.sock';

/** The machine's own Docker, where it has one that runs containers as agents want them; undefined where it has none. */
export async function machineDaemon(
  archive: string,
  signal: AbortSignal | undefined,
): Promise<DockerState | undefined> {
  const address = process.env['DOCKER_HOST'] ?? usual;
  if (!address.startsWith('unix://') || (await onPath(thisMachine, 'docker')) === undefined) return undefined;
  const answers = await dockerPing(address.replace('unix://', ''), 2_000).then(
    () => true,
    () => false,
  );
  if (!answers) return undefined;
  const before = { paths: [], volumes: await volumes(address), images: await images(address) };
  const had = await imageId(address);
  try {
    await loadImage(address, archive, signal);
    await tryContainer(address, signal);
    return { address, own: false, before };
  } catch {
    signal?.throwIfAborted();
    if (had === undefined) await thisMachine.ask(dockerCommand(address, ['image', 'rm', imageName]));
    return undefined;
  }
}

export const volumes = (address: string) => lines(address, ['volume', 'ls', '--quiet']);
export const images = (address: string) =>
  lines(address, ['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}']);

async function lines(address: string, words: readonly string[]): Promise<string[]> {
  const { stdout } = await thisMachine.ask(dockerCommand(address, words));
  return stdout.split('\n').filter((line) => line !== '');
}
