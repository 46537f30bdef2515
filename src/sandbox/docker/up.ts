import { dockerSocket } from '../../io/services/docker-server.ts';
import type { Layout } from '../layout.ts';
import { reported } from '../progress.ts';
import type { SandboxOptions } from '../sandbox.ts';
import { ownDaemon } from './daemon.ts';
import { imageArchive } from './image.ts';
import { imageId, loadImage, tryContainer } from './load-image.ts';
import { machineDaemon } from './machine-daemon.ts';
import { outsidePaths } from './outside-paths.ts';
import type { DockerRecord } from './record.ts';
import { requireAble } from './require-able.ts';
import { requireDockerPrograms } from './requirements.ts';
import { type DockerState, loadDockerState, saveDockerState } from './state.ts';

type Told = Pick<SandboxOptions, 'onProgress' | 'signal'>;

/**
 * A Docker daemon with the image of sessions: the machine's where it has one that agents can use, else the sandbox's own.
 * @throws BaiupError `sandbox.docker-*`, `docker.missing`, `server.not-started`, `command.failed`
 */
export async function dockerUp(layout: Layout, record: DockerRecord, told: Told): Promise<DockerState> {
  requireAble();
  const known = await loadDockerState(layout);
  const archive = await imageArchive(told);
  const state = known ?? (await machineDaemon(archive, told.signal)) ?? (await ownState(layout));
  await saveDockerState(layout, state);
  if (state.own) {
    const dockerd = await requireDockerPrograms(told);
    const patience = { timeoutMs: 60_000, signal: told.signal };
    await reported('Start Docker', told.onProgress, () => ownDaemon(layout, record, dockerd).start(patience));
  }
  if ((await imageId(state.address)) === undefined) await load(state.address, archive, told);
  return state;
}

async function ownState(layout: Layout): Promise<DockerState> {
  const address = `unix://${dockerSocket(layout)}`;
  return { address, own: true, before: { paths: [...(await outsidePaths())], volumes: [], images: [] } };
}

async function load(address: string, archive: string, { onProgress, signal }: Told): Promise<void> {
  await reported('Load the image of sessions', onProgress, async () => {
    await loadImage(address, archive, signal);
    await tryContainer(address, signal);
  });
}
