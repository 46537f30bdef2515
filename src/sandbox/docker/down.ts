import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onPath } from '../../io/hosts/on-path.ts';
import { markedProcesses } from '../../io/hosts/proc.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { removeBridge } from '../../io/services/bridge.ts';
import { dockerCommand } from '../../io/workloads/docker-command.ts';
import type { Ingredients } from '../configurations/shared.ts';
import { sandboxMarker } from '../layout.ts';
import { ownDaemon } from './daemon.ts';
import { leaveMachineDaemon } from './leave-machine-daemon.ts';
import { removeOutsidePaths } from './outside-paths.ts';
import { loadDockerState } from './state.ts';

const patience = { timeoutMs: 20_000 };

/** Ends a sandbox's containers and its Docker daemon; of the machine's daemon, only what the sandbox made there. */
export async function endDocker(ingredients: Ingredients): Promise<void> {
  const { layout, record } = ingredients;
  const state = record.docker && (await loadDockerState(layout));
  if (!record.docker || !state) return;
  if (!state.own) return leaveMachineDaemon(ingredients, state);
  const dockerd = await onPath(thisMachine, 'dockerd');
  if (!dockerd) return;
  const daemon = ownDaemon(layout, record.docker, dockerd);
  // One that was killed left its containers; only a daemon knows how to end them well.
  const left = await markedProcesses(sandboxMarker, layout.folder);
  if (left.length > 0) await daemon.start(patience).catch(() => undefined);
  if (await daemon.running()) {
    await removeAll(state.address, ['ps', '--all'], ['rm', '--force', '--volumes']);
    await removeAll(state.address, ['network', 'ls', '--filter', 'type=custom'], ['network', 'rm']);
  }
  await daemon.stop(patience);
}

async function removeAll(address: string, list: readonly string[], remove: readonly string[]): Promise<void> {
  const { stdout } = await thisMachine.ask(dockerCommand(address, [...list, '--quiet']));
  const ids = stdout.split('\n').filter((id) => id !== '');
  if (ids.length > 0)
    await thisMachine.ask(dockerCommand(address, [...remove, ...ids], { timeoutMs: 120_000 }));
}

/** What Docker leaves outside of a sandbox's folders, once none of its processes is left. */
export async function removeDockerTraces({ layout, record }: Ingredients): Promise<void> {
  if (!record.docker) return;
  await removeBridge(record.docker.bridge);
  const state = await loadDockerState(layout).catch(() => undefined);
  if (!state?.own) return;
  const containers = join(layout.server('docker'), 'data', 'containers');
  await removeOutsidePaths(state.before.paths, await readdir(containers).catch(() => []));
}
