import { json, slots, type Value } from './generic-value.ts';

/** One row about to be made. */
export interface Row {
  /** Counts the table's rows, from 0. */
  readonly number: number;
  /** A column of a row that another table has already; of the row with the same number unless told. */
  of(table: string, column: string, number?: number): Value;
}

/** Nothing where any fitting value does. */
type Own = (row: Row) => Value | undefined;

const named =
  (what: string): Own =>
  ({ number }) =>
    number === 0 ? 'default' : `${what}-${number}`;
const oneOf =
  (...values: readonly string[]): Own =>
  ({ number }) =>
    values[number % values.length];
const always = (value: Value) => (): Value => value;

const history = json(
  Object.fromEntries(
    ['PENDING', 'SCHEDULED', 'PREPARING', 'RUNNING', 'TERMINATED'].map((status, minute) => [
      status,
      `2024-01-01T00:0${minute}:00+00:00`,
    ]),
  ),
);
const minima = { cpu: { min: '1', max: null }, mem: { min: '67108864', max: null } };
const labels = {
  'ai.backend.kernelspec': '1',
  'ai.backend.role': 'COMPUTE',
  'ai.backend.resource.min.cpu': '1',
  'ai.backend.resource.min.mem': '64m',
  'ai.backend.base-distro': 'ubuntu20.04',
};
const ports = [
  { name: 'sshd', protocol: 'tcp', container_ports: [2200], host_ports: [30000], is_inference: false },
  { name: 'llm', protocol: 'http', container_ports: [8000], host_ports: [30001], is_inference: true },
];
const imageName = ({ number }: Row): string => `registry.example/stable/python:3.${number}-ubuntu20.04`;

/** One of two goes over two kernels. */
const sizes: Own = oneOf('1', '2');
/** Folders belong to a user and a project by turns. */
const isProjects = ({ number }: Row): boolean => number % 2 === 1;

const hasSessions = ({ of }: Row): boolean => (of('sessions', 'id') ?? undefined) !== undefined;
/** Before 23.03.7, which brings policies of users, it is an id alone. */
const hasQuotaScopes = ({ of }: Row): boolean => of('user_resource_policies', 'name') !== null;
const kernelId = ({ number }: Row): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Columns whose values mean something, as `table.column`; those that a release does not have are passed over. */
export const ownValues: Readonly<Record<string, Own>> = {
  'domains.name': named('domain'),
  'domains.is_active': always('true'),
  'domains.allowed_docker_registries': always('{registry.example}'),
  'groups.name': named('project'),
  'groups.is_active': always('true'),
  'keypair_resource_policies.name': named('policy'),
  'user_resource_policies.name': named('policy'),
  'project_resource_policies.name': named('policy'),
  'scaling_groups.name': named('group'),
  'scaling_groups.driver': always('static'),
  'scaling_groups.scheduler': oneOf('fifo', 'lifo', 'drf'),
  'scaling_groups.wsproxy_addr': always('http://127.0.0.1:5050'),
  'users.username': ({ number }) => `user-${number}`,
  'users.email': ({ number }) => `user-${number}@trial.example`,
  'users.status': ({ number }) => (number < 3 ? 'active' : undefined),
  'users.main_access_key': always(null),
  'keypairs.access_key': ({ number }) => `AKTRIAL${String(number).padStart(13, '0')}`,
  'keypairs.user_id': ({ of }) => of('users', 'email'),
  'keypairs.is_active': always('true'),
  'agents.id': ({ number }) => `i-agent-${number}`,
  'agents.region': always('local'),
  'agents.architecture': always('x86_64'),
  'agents.addr': ({ number }) => `tcp://127.0.0.1:60${String(number).padStart(2, '0')}`,
  'container_registries.url': ({ number }) => `https://registry-${number}.example`,
  'container_registries.registry_name': ({ number }) =>
    number === 0 ? 'registry.example' : `registry-${number}.example`,
  'container_registries.project': always('stable'),
  'images.name': imageName,
  'images.image': always('stable/python'),
  'images.project': always('stable'),
  'images.tag': ({ number }) => `3.${number}-ubuntu20.04`,
  'images.registry': always('registry.example'),
  'images.architecture': always('x86_64'),
  'images.config_digest': ({ number }) => `sha256:${String(number).padStart(64, '0')}`,
  'images.labels': always(json(labels)),
  'images.resources': always(json(minima)),
  'vfolders.host': always('local:volume1'),
  'vfolders.ownership_type': (row) => (isProjects(row) ? 'group' : 'user'),
  'vfolders.user': (row) => (isProjects(row) ? null : row.of('users', 'uuid')),
  'vfolders.group': (row) => (isProjects(row) ? row.of('groups', 'id') : null),
  'vfolders.quota_scope_id': (row) => {
    const [kind, id] = isProjects(row)
      ? ['project', row.of('groups', 'id')]
      : ['user', row.of('users', 'uuid')];
    return hasQuotaScopes(row) ? `${kind}:${id}` : id;
  },
  'vfolders.creator': ({ of }) => of('users', 'email'),
  // To somebody else: what the owner is given as well breaks the move to roles, for which there is a check.
  'vfolder_permissions.user': ({ of, number }) => of('users', 'uuid', number + 1),
  'endpoint_tokens.session_owner': ({ of }) => of('users', 'uuid'),
  'vfolder_invitations.inviter': ({ of }) => of('users', 'email'),
  'vfolder_invitations.invitee': ({ of, number }) => of('users', 'email', number + 1),
  'sessions.status_history': always(history),
  'sessions.cluster_mode': oneOf('single-node', 'multi-node'),
  'sessions.cluster_size': sizes,
  'sessions.occupying_slots': always(slots),
  'sessions.images': (row) => `{${imageName(row)}}`,
  'sessions.agent_ids': ({ of }) => `{${of('agents', 'id')}}`,
  'sessions.environ': always(json({ LANG: 'C.UTF-8' })),
  // 22.09 has no table of sessions: the id of a main kernel is that of its session.
  'kernels.id': (row) => (hasSessions(row) ? undefined : kernelId(row)),
  'kernels.session_id': (row) => (hasSessions(row) ? row.of('sessions', 'id') : kernelId(row)),
  'kernels.status_history': always(history),
  'kernels.cluster_mode': oneOf('single-node', 'multi-node'),
  'kernels.cluster_size': sizes,
  'kernels.cluster_role': always('main'),
  'kernels.cluster_hostname': always('main1'),
  'kernels.image': imageName,
  'kernels.service_ports': always(json(ports)),
  'kernels.registry': always('registry.example'),
  'kernels.architecture': always('x86_64'),
  'endpoints.image': ({ of }) => of('images', 'id'),
  'endpoints.cluster_mode': always('single-node'),
  'endpoints.environ': always('{}'),
  'resource_slot_types.slot_name': oneOf('cpu', 'mem', 'cuda.device', 'cuda.shares'),
  'resource_slot_types.slot_type': oneOf('count', 'bytes'),
  'idle_checkers.spec': always(
    json({ type: 'session_lifetime', session_lifetime: { max_lifetime_seconds: 3600 } }),
  ),
  'audit_logs.triggered_by': ({ of }) => of('users', 'uuid'),
  'audit_logs.operation': oneOf('create', 'update', 'delete'),
};

/** By the column's name in whatever table: a scope is a user, an entity one of his sessions: folders are written down by a revision. */
export const sayings: Readonly<Record<string, string>> = { scope_type: 'user', entity_type: 'session' };

type Target = readonly [table: string, column: string];

/** What columns mean by their names where no foreign key says so; taken where both are of one type. */
export const meanings: readonly (readonly [RegExp, Target])[] = [
  [/^scope_id$/, ['users', 'uuid']],
  [/^entity_id$/, ['sessions', 'id']],
  [
    /^(user|user_id|user_uuid|created_user|session_owner|created_by|creator|creator_id|granted_by)$/,
    ['users', 'uuid'],
  ],
  [/^(group|group_id|project|project_id)$/, ['groups', 'id']],
  [/^(domain|domain_name)$/, ['domains', 'name']],
  [/^domain_id$/, ['domains', 'id']],
  [/^(scaling_group|scaling_group_name|resource_group)$/, ['scaling_groups', 'name']],
  [/^resource_group_id$/, ['scaling_groups', 'id']],
  [/^access_key$/, ['keypairs', 'access_key']],
  [/^(session|session_id)$/, ['sessions', 'id']],
  [/^(kernel|kernel_id)$/, ['kernels', 'id']],
  [/^(agent|agent_id)$/, ['agents', 'id']],
  [/^agent_uuid$/, ['agents', 'uuid']],
  [/^(vfolder|vfolder_id)$/, ['vfolders', 'id']],
  [/^(image|image_id)$/, ['images', 'id']],
  [/^(endpoint|endpoint_id|deployment_id)$/, ['endpoints', 'id']],
  [/^registry_id$/, ['container_registries', 'id']],
  [/^slot_name$/, ['resource_slot_types', 'slot_name']],
  [/^runtime_variant$/, ['runtime_variants', 'id']],
  [/^(revision|revision_id)$/, ['deployment_revisions', 'id']],
  [/^role_id$/, ['roles', 'id']],
];
