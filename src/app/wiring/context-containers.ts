import { agentIds } from '../../core/cluster/agent-ids.ts';
import type { Member } from '../../core/cluster/inventory.ts';
import type { Host } from '../../io/hosts/port.ts';
import type { ServiceReader } from '../../io/services/port.ts';
import { dockerCommand } from '../../io/workloads/docker-command.ts';
import { kernelContainers } from '../../io/workloads/kernel-containers.ts';
import { mountedFolders } from '../../io/workloads/mounted-folders.ts';
import { makeRunnerVolumes, type RunnerLocation, runnerVolumes } from '../../io/workloads/runner-volumes.ts';
import { BaiupError } from '../../lib/errors.ts';
import { sitePackages } from '../discovery/site-packages.ts';
import type { ContextContainers, StepContext } from '../steps/context.ts';
import { hostOfFiles } from '../steps/host-of-files.ts';

interface Doors extends Pick<StepContext, 'inventory' | 'host'> {
  readonly service: (member: string) => Pick<ServiceReader, 'program'>;
}

/** Where agents look for Docker unless their variables say otherwise. */
const usualDocker = 'unix:///var/run/docker.sock';

/** An agent's containers, through the Docker that its service is told of: as root where that is how its unit gets there. */
export function contextContainers(member: Member, { service, ...doors }: Doors): ContextContainers {
  const host = hostOfFiles(member.id, doors);
  const address = async () => (await service(member.id).program()).variables['DOCKER_HOST'] ?? usualDocker;
  const location = async (environment: string): Promise<RunnerLocation & { readonly host: Host }> => {
    const packages = await sitePackages(host, environment);
    if (packages === undefined) {
      throw new BaiupError('environment.missing', `${environment} on ${host.name} is not an environment`);
    }
    return { host, address: await address(), environment, packages };
  };
  return {
    volumes: async (environment) => runnerVolumes(await location(environment)),
    kernels: async () => {
      const [at, text] = [await address(), await host.readText(member.config)];
      const found = agentIds(member, text).map((agent) => kernelContainers(host, at, agent));
      return (await Promise.all(found)).flat();
    },
    end: async (id) => {
      await host.ask(dockerCommand(await address(), ['rm', '--force', '--volumes', id]));
    },
    mounted: async () => mountedFolders(host, await address()),
    makeVolumes: async (environment, signal) => makeRunnerVolumes(await location(environment), signal),
  };
}
