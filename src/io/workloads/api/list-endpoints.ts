import { z } from 'zod';
import type { Version } from '../../../core/versions/version.ts';
import type { Endpoint } from '../../../core/workloads/endpoint.ts';
import type { ApiCall } from '../manager-call.ts';
import { askGraphql } from './ask-graphql.ts';
import { graphqlFields } from './graphql-fields.ts';
import { listAll } from './list-all.ts';

const text = z.string().nullish();

const item = z.object({
  endpoint_id: z.string(),
  name: text,
  domain: text,
  project: text,
  resource_group: text,
  url: text,
  lifecycle_stage: text,
  session_owner_email: text,
  replicas: z.number().nullish(),
  desired_session_count: z.number().nullish(),
  routings: z.array(z.object({ session: text, status: text })).nullish(),
});

const projects = z.object({ groups: z.array(z.object({ id: z.string(), name: z.string() })) });

function endpointOf(found: z.infer<typeof item>, project: string | undefined): Endpoint {
  const {
    domain,
    url,
    lifecycle_stage: stage,
    session_owner_email: owner,
    resource_group: resourceGroup,
  } = found;
  const told = { domain, url, stage: stage?.toLowerCase(), owner, resourceGroup, project };
  return {
    id: found.endpoint_id,
    name: found.name ?? '',
    ...Object.fromEntries(Object.entries(told).filter(([, value]) => value)),
    // Up to 23.03 a number below zero asked for its removal.
    replicas: Math.max(0, found.replicas ?? found.desired_session_count ?? 0),
    routes: (found.routings ?? []).map(({ session, status }) => ({
      ...(session ? { session } : {}),
      status: status?.toLowerCase() ?? 'unknown',
    })),
  };
}

/** The endpoints that are not destroyed; none where the release has no such thing. @throws BaiupError `api.*` */
export async function listEndpoints(
  call: ApiCall,
  release: Version,
  signal?: AbortSignal,
): Promise<readonly Endpoint[]> {
  const fields = graphqlFields('endpoint', release);
  if (fields === undefined) return [];
  const items = await listAll(call, item, { name: 'endpoint_list', fields, order: 'created_at' }, signal);
  if (items.length === 0) return [];
  const { groups } = await askGraphql(call, projects, 'query { groups { id name } }', {}, signal);
  const named = new Map(groups.map(({ id, name }) => [id, name]));
  return items
    .map((found) => endpointOf(found, named.get(found.project ?? '') ?? found.project ?? undefined))
    .filter(({ stage }) => stage !== 'destroyed')
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
