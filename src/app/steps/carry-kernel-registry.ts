import { createHash } from 'node:crypto';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { sitePackages } from '../discovery/site-packages.ts';
import type { StepContext } from './context.ts';

/**
 * The name that an agent gives its file of running kernels: it depends on the path of its own source, so an agent
 * started from another environment forgets its sessions unless the file is carried over.
 * Source: `generate_local_instance_id`, seen live on 24.03.11 and 24.09.4.
 */
export function kernelRegistryName(agentSource: string): string {
  const id = createHash('md5').update(agentSource).digest('hex').slice(0, 12);
  return `last_registry.${id}.dat`;
}

async function agentSource(
  host: ReturnType<StepContext['host']>,
  environment: string,
): Promise<string | undefined> {
  const folder = await sitePackages(host, environment);
  return folder && `${folder}/ai/backend/agent/agent.py`;
}

/** Carries a stopped agent's file of running kernels from one environment's name to another's; others have none. */
export async function carryKernelRegistry(
  memberId: string,
  from: string,
  to: string,
  { inventory, host: hostNamed }: Pick<StepContext, 'inventory' | 'host'>,
): Promise<void> {
  const member = memberNamed(inventory, memberId);
  if (!member.agent || from === to) return;
  const host = hostNamed(member.host);
  const [oldSource, newSource] = await Promise.all([agentSource(host, from), agentSource(host, to)]);
  if (!oldSource || !newSource) return;
  const folder = member.agent.varBase;
  const oldName = kernelRegistryName(oldSource);
  if ((await host.list(folder)).includes(oldName)) {
    await host.copy(`${folder}/${oldName}`, `${folder}/${kernelRegistryName(newSource)}`);
  }
}
