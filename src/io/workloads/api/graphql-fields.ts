import type { Version } from '../../../core/versions/version.ts';
import { parseRange } from '../../../core/versions/version-range.ts';

/** A field of the manager's GraphQL, and the releases that have it; all of them where none is named. */
type Field = string | readonly [field: string, releases: string];

/**
 * What releases from 22.09.0 to 26.09.6 have of what is asked. Source: the classes `ComputeSession`, `Agent`, `Endpoint`
 * and `Queries` of every release's `ai/backend/manager` (`models`, `models/gql_models`, from 26.02 on `api/gql_legacy`).
 */
const fields = {
  session: [
    ...[
      'id',
      'name',
      'type',
      'status',
      'status_info',
      'user_email',
      'access_key',
      'group_name',
      'domain_name',
    ],
    ...['scaling_group', 'image', 'tag', 'created_at', 'occupied_slots'],
    ['agent_ids', '>=23.03.8'],
    ['containers { agent }', '<23.03.8'],
    ['idle_checks', '>=22.09.19'],
    ['requested_slots', '>=24.03.0'],
  ],
  agent: ['id', 'status', 'version', 'scaling_group', 'schedulable', 'available_slots', 'occupied_slots'],
  endpoint: [
    ...['endpoint_id', 'domain', 'project', 'resource_group', 'url', 'routings { routing_id session }'],
    ['name', '>=23.03.5'],
    ['routings { status }', '>=23.03.5'],
    ['desired_session_count', '>=23.03.5 <24.12'],
    ['replicas', '>=24.12'],
    ['lifecycle_stage', '>=23.09'],
    ['session_owner_email', '>=23.09.8'],
  ],
} as const satisfies Record<string, readonly Field[]>;

const hasEndpoints = parseRange('>=23.03');

/** What of it a release has, as it is written in a question; undefined where it has no such thing. */
export function graphqlFields(what: keyof typeof fields, version: Version): string | undefined {
  if (what === 'endpoint' && !hasEndpoints.has(version)) return undefined;
  const all: readonly Field[] = fields[what];
  return all
    .filter((field) => typeof field === 'string' || parseRange(field[1]).has(version))
    .map((field) => (typeof field === 'string' ? field : field[0]))
    .join(' ');
}
