import { join } from 'node:path';
import type { ComponentName } from '../core/cluster/inventory.ts';
import { componentNamed } from '../core/components/index.ts';
import { thisMachine } from '../io/hosts/this-machine.ts';
import { processService } from '../io/services/process.ts';
import { saveServiceFile } from '../io/services/service-file.ts';
import { isThere } from '../lib/is-there.ts';
import type { Ingredients } from './configurations/shared.ts';
import { loadDockerState } from './docker/state.ts';
import { type Layout, sandboxMarker } from './layout.ts';
import { memberOf } from './members.ts';

/** Whoever does not speak to Docker wants to know an address of it nevertheless. Port 9 discards. */
const noDocker = 'tcp://127.0.0.1:9';

/** Describes a component's service where it is not described yet: an upgrade may have switched its environment. */
export async function describeService(
  { layout, record }: Ingredients,
  component: ComponentName,
): Promise<void> {
  if (await isDescribed(layout, component)) return;
  const { module, serveArguments } = componentNamed(component);
  const docker = component === 'agent' ? await loadDockerState(layout) : undefined;
  await saveServiceFile(thisMachine, layout.service(component), {
    name: `${layout.name} ${memberOf(component).id}`,
    environment: layout.environment(component, record.version),
    module,
    arguments: [...serveArguments(layout.config(component))],
    cwd: layout.workdir(component),
    env: { [sandboxMarker]: layout.folder, DOCKER_HOST: docker?.address ?? noDocker },
    log: layout.log(component),
  });
}

export async function startService(ingredients: Ingredients, component: ComponentName): Promise<void> {
  await describeService(ingredients, component);
  await processService(thisMachine, ingredients.layout.service(component)).start();
}

export async function isDescribed(layout: Layout, component: ComponentName): Promise<boolean> {
  return isThere(join(layout.service(component), 'service.json'));
}
