import { z } from 'zod';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { dockerCommand } from '../../io/workloads/docker-command.ts';
import { agentId } from '../configurations/agent.ts';
import type { Ingredients } from '../configurations/shared.ts';
import { images, volumes } from './machine-daemon.ts';
import type { DockerState } from './state.ts';

const inspected = z.array(
  z.object({
    Id: z.string(),
    Mounts: z.array(z.object({ Source: z.string().default('') })),
    NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()) }),
  }),
);

/** Of the machine's daemon, removes the containers of a sandbox, and what only that brought: the rest is not ours. */
export async function leaveMachineDaemon(ingredients: Ingredients, state: DockerState): Promise<void> {
  const { address, before } = state;
  const docker = (...words: string[]) =>
    thisMachine.ask(dockerCommand(address, words, { timeoutMs: 120_000 }));
  const found = [
    ...(await containers(address, `ai.backend.owner=${agentId(ingredients)}`)),
    // Relays between containers and their agent: by the sockets that they mount.
    ...(await containers(address, 'ai.backend.system=1')).filter(({ Mounts }) =>
      Mounts.some(({ Source }) => Source.startsWith(`${ingredients.layout.sockets}/`)),
    ),
  ];
  if (found.length > 0) await docker('rm', '--force', '--volumes', ...found.map(({ Id }) => Id));
  const networks = new Set(found.flatMap(({ NetworkSettings }) => Object.keys(NetworkSettings.Networks)));
  const own = [...networks].filter((name) => !['bridge', 'host', 'none'].includes(name));
  if (own.length > 0) await docker('network', 'rm', ...own);
  // Docker refuses what another sandbox's containers still use.
  const isNew = (among: readonly string[]) => (name: string) => !among.includes(name);
  for (const volume of (await volumes(address)).filter(isNew(before.volumes))) {
    if (volume.startsWith('backendai-krunner.')) await docker('volume', 'rm', volume);
  }
  for (const image of (await images(address)).filter(isNew(before.images))) {
    if (/^(backendai-|registry\.example\/)/.test(image)) await docker('image', 'rm', image);
  }
}

async function containers(address: string, label: string): Promise<z.infer<typeof inspected>> {
  const listed = await thisMachine.ask(
    dockerCommand(address, ['ps', '--all', '--quiet', '--filter', `label=${label}`]),
  );
  const ids = listed.stdout.split('\n').filter((id) => id !== '');
  if (ids.length === 0) return [];
  const { stdout } = await thisMachine.ask(
    dockerCommand(address, ['inspect', '--type', 'container', ...ids]),
  );
  return inspected.parse(JSON.parse(stdout));
}
