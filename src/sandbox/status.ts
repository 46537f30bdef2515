import { thisMachine } from '../io/hosts/this-machine.ts';
import { loadEnvironmentRecord } from '../io/python/environment-record.ts';
import { processService } from '../io/services/process.ts';
import { BaiupError } from '../lib/errors.ts';
import type { Ingredients } from './configurations/shared.ts';
import { loadDockerState } from './docker/state.ts';
import { trouble } from './health.ts';
import { layoutOf } from './layout.ts';
import { componentsOf, memberOf } from './members.ts';
import { backendOf, loadRecord, sandboxNames } from './record.ts';
import type { SandboxComponent, SandboxInfo } from './sandbox.ts';

/** @throws BaiupError `sandbox.unknown` naming those that there are */
export async function sandboxStatus(name: string): Promise<SandboxInfo> {
  const layout = layoutOf(name);
  const record = await loadRecord(layout);
  if (record) return describeSandbox({ layout, record });
  const others = await sandboxNames();
  throw new BaiupError('sandbox.unknown', `there is no sandbox "${name}"`, {
    hint: others.length > 0 ? `there are: ${others.join(', ')}` : 'baiup sandbox up',
  });
}

export async function describeSandbox(ingredients: Ingredients): Promise<SandboxInfo> {
  const { layout, record } = ingredients;
  const docker = record.docker && (await loadDockerState(layout));
  const version = await currentVersion(ingredients);
  const components = await Promise.all(
    componentsOf(version, backendOf(record)).map((each) => describeComponent(ingredients, each)),
  );
  return {
    name: layout.name,
    folder: layout.folder,
    cluster: layout.cluster,
    version,
    agent: backendOf(record),
    ...(docker ? { docker: { address: docker.address, own: docker.own } } : {}),
    components,
  };
}

/** The release that a sandbox has been upgraded to: its manager's. */
export async function currentVersion({ layout, record }: Ingredients): Promise<string> {
  const manager = await processService(thisMachine, layout.service('manager'))
    .state()
    .catch(() => undefined);
  const built = manager && (await loadEnvironmentRecord(thisMachine, manager.environment));
  return built?.version ?? record.version;
}

async function describeComponent(
  ingredients: Ingredients,
  component: SandboxComponent['component'],
): Promise<SandboxComponent> {
  const { layout, record } = ingredients;
  const state = await processService(thisMachine, layout.service(component))
    .state()
    .catch(() => undefined);
  const built = state && (await loadEnvironmentRecord(thisMachine, state.environment));
  const active = state?.active ?? false;
  const healthy = active && (await trouble(ingredients, component)) === undefined;
  return {
    id: memberOf(component).id,
    component,
    version: built?.version ?? record.version,
    active,
    healthy,
  };
}
