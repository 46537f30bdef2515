import { z } from 'zod';
import type { Version } from '../../../core/versions/version.ts';
import type { Agent } from '../../../core/workloads/agent.ts';
import { amountsOf } from '../../../core/workloads/amounts-of.ts';
import type { ApiCall } from '../manager-call.ts';
import { graphqlFields } from './graphql-fields.ts';
import { jsonText } from './json-text.ts';
import { listAll } from './list-all.ts';

const item = z.object({
  id: z.string(),
  status: z.string(),
  version: z.string().nullish(),
  scaling_group: z.string().nullish(),
  schedulable: z.boolean().nullish(),
  available_slots: jsonText,
  occupied_slots: jsonText,
});

/** The agents that are not gone for good, but for the sessions on them, which the list does not tell. @throws BaiupError `api.*` */
export async function listAgents(
  call: ApiCall,
  release: Version,
  signal?: AbortSignal,
): Promise<readonly Omit<Agent, 'sessions'>[]> {
  const question = { name: 'agent_list', fields: graphqlFields('agent', release) ?? '', order: 'id' };
  const items = await listAll(call, item, question, signal);
  return items
    .filter(({ status }) => status !== 'TERMINATED')
    .map(({ id, status, version, scaling_group: resourceGroup, schedulable, ...slots }) => ({
      ...{ id, status, schedulable: schedulable ?? true },
      ...(version ? { version } : {}),
      ...(resourceGroup ? { resourceGroup } : {}),
      capacity: amountsOf(slots.available_slots),
      occupied: amountsOf(slots.occupied_slots),
    }));
}
