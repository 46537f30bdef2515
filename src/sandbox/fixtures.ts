import { randomBytes, randomUUID } from 'node:crypto';
import { keysIn } from './configurations/shared.ts';
import type { SandboxRecord } from './record.ts';

/** What the proof of life asks for. The registry exists in name only: the dummy backend pulls nothing. */
export const registry = { name: 'registry.example', project: 'stable', type: 'harbor2' } as const;
export const image = {
  path: `${registry.project}/python`,
  tag: '3.9-ubuntu20.04',
  architecture: 'x86_64',
} as const;
export const imageName = `${registry.name}/${image.path}:${image.tag}`;

type Row = Readonly<Record<string, unknown>>;
/** In the format that `mgr fixture populate` takes: rows by table, and `__mode: update` for changes. */
export type Fixture = Readonly<Record<string, string | readonly Row[]>>;

const volume = 'local:volume1';
const permissions = [
  ...['create-vfolder', 'modify-vfolder', 'delete-vfolder', 'mount-in-session'],
  ...['upload-file', 'download-file', 'invite-others', 'set-user-specific-permission'],
];
const everywhere = { [volume]: permissions };

interface Person {
  readonly uuid: string;
  readonly name: string;
  readonly role: 'superadmin' | 'admin' | 'user';
  readonly accessKey: string;
  readonly secretKey: string;
}

/** Where managers find the proxy to sessions' apps, and what they show it. */
export interface ProxyDoor {
  readonly url: string;
  readonly token: string;
}

/** Everything that a small cluster has; rows that a release has no column or table for are left out when populated. */
export function fixtures(record: SandboxRecord, proxy?: ProxyDoor): readonly Fixture[] {
  const { accessKey, secretKey } = record;
  const people: readonly Person[] = [
    { uuid: randomUUID(), name: 'admin', role: 'superadmin', accessKey, secretKey },
    newcomer('domain-admin', 'admin'),
    newcomer('user', 'user'),
  ];
  const ids = { domain: randomUUID(), project: randomUUID(), group: randomUUID() };
  return [
    graph(people, ids),
    places(ids, proxy),
    { users: people.map((person) => user(person, ids)), ...membership(people, ids, record) },
    { keypair_resource_policies: [keypairPolicy], keypairs: people.map(keypair) },
    { __mode: 'update', users: people.map(({ uuid, accessKey: key }) => ({ uuid, main_access_key: key })) },
    {
      resource_presets: presets,
      ...imageRows(),
      vfolders: people.slice(0, 2).map((person) => vfolder(person, record)),
    },
  ];
}

function newcomer(name: string, role: Person['role']): Person {
  const accessKey = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
  return { uuid: randomUUID(), name, role, accessKey, secretKey: randomBytes(20).toString('hex') };
}

/** Ids of the domain, the project, and the group of agents that all of a sandbox is in. */
interface Ids {
  readonly domain: string;
  readonly project: string;
  readonly group: string;
}

function places({ domain, project, group }: Ids, proxy: ProxyDoor | undefined): Fixture {
  const shared = { is_active: true, total_resource_slots: {}, allowed_vfolder_hosts: everywhere };
  // Every release's columns: quotas were sizes of vfolders before 24.03, and networks came with 24.12.
  const policy = {
    name: 'default',
    max_vfolder_count: 10,
    max_vfolder_size: -1,
    max_quota_scope_size: -1,
    max_network_count: 3,
  };
  return {
    resource_slot_types: slotTypes,
    domains: [{ id: domain, name: 'default', ...shared, allowed_docker_registries: [registry.name] }],
    user_resource_policies: [{ ...policy, max_session_count_per_model_session: 10 }],
    project_resource_policies: [policy],
    groups: [
      {
        id: project,
        name: 'default',
        domain_name: 'default',
        resource_policy: 'default',
        type: 'general',
        ...shared,
      },
    ],
    scaling_groups: [
      {
        id: group,
        name: 'default',
        is_active: true,
        is_default: true,
        driver: 'static',
        driver_opts: {},
        scheduler: 'fifo',
        scheduler_opts: {},
        wsproxy_addr: proxy?.url ?? null,
        wsproxy_api_token: proxy?.token ?? null,
      },
    ],
    sgroups_for_domains: [
      { scaling_group: 'default', domain: 'default', resource_group_id: group, domain_id: domain },
    ],
  };
}

function user({ uuid, name, role }: Person, ids: Ids): Row {
  return {
    uuid,
    username: name,
    email: emailOf(name),
    password: randomBytes(12).toString('base64url'),
    need_password_change: false,
    full_name: name,
    status: 'active',
    status_info: 'admin-requested',
    domain_name: 'default',
    domain_id: ids.domain,
    resource_policy: 'default',
    role,
  };
}

/** From 26.09 on membership is an edge between the nodes that stand for a project and its users. */
function graph(people: readonly Person[], { project }: Ids): Fixture {
  const place = randomUUID();
  const nodes = people.map(({ uuid }) => ({ id: randomUUID(), entity_type: 'user', entity_id: uuid }));
  return {
    virtual_entities: [{ id: place, entity_type: 'project', entity_id: project }, ...nodes],
    entity_memberships: nodes.map(({ id }) => ({ virtual_entity_id: place, member_entity_id: id })),
  };
}

function membership(people: readonly Person[], { project }: Ids, record: SandboxRecord): Fixture {
  return {
    association_groups_users: people.map(({ uuid }) => ({ user_id: uuid, group_id: project })),
    // Managers before 25.14 leave the table empty, and revision 430b1631804d counts on that.
    ...keysIn(record, '>=25.14', {
      association_scopes_entities: people.map(({ uuid }) => ({
        scope_type: 'project',
        scope_id: project,
        entity_type: 'user',
        entity_id: uuid,
        relation_type: 'auto',
      })),
    }),
  };
}

const keypairPolicy: Row = {
  name: 'default',
  default_for_unspecified: 'UNLIMITED',
  total_resource_slots: {},
  max_session_lifetime: 0,
  max_concurrent_sessions: 5,
  max_containers_per_session: 1,
  max_vfolder_count: 10,
  max_vfolder_size: 0,
  idle_timeout: 3600,
  allowed_vfolder_hosts: everywhere,
};

function keypair({ uuid, name, role, accessKey, secretKey }: Person): Row {
  return {
    user_id: emailOf(name),
    user: uuid,
    access_key: accessKey,
    secret_key: secretKey,
    is_active: true,
    is_admin: role !== 'user',
    is_default: true,
    resource_policy: 'default',
    rate_limit: 30_000,
  };
}

const slotTypes: readonly Row[] = [
  { slot_name: 'cpu', slot_type: 'count', required: true, display_name: 'CPU', rank: 100 },
  { slot_name: 'mem', slot_type: 'bytes', required: true, display_name: 'RAM', rank: 200 },
];

const gigabyte = 2 ** 30;
const presets: readonly Row[] = [
  { name: 'small', resource_slots: { cpu: '1', mem: String(gigabyte) } },
  { name: 'large', resource_slots: { cpu: '4', mem: String(8 * gigabyte) }, shared_memory: gigabyte },
];

function imageRows(): Fixture {
  const id = randomUUID();
  const { name, project, type } = registry;
  return {
    container_registries: [{ id, url: `https://${name}`, registry_name: name, type, project }],
    images: [
      {
        name: imageName,
        image: image.path,
        project,
        tag: image.tag,
        registry: name,
        registry_id: id,
        architecture: image.architecture,
        config_digest: `sha256:${'0'.repeat(64)} `,
        size_bytes: 1,
        is_local: false,
        type: 'COMPUTE',
        accelerators: '',
        labels: imageLabels,
        resources: { cpu: { min: '1', max: null }, mem: { min: '67108864', max: null } },
      },
    ],
  };
}

const imageLabels = {
  'ai.backend.kernelspec': '1',
  'ai.backend.role': 'COMPUTE',
  'ai.backend.resource.min.cpu': '1',
  'ai.backend.resource.min.mem': '64m',
  'ai.backend.runtime-type': 'python',
  'ai.backend.base-distro': 'ubuntu20.04',
};

function vfolder({ uuid, name }: Person, record: SandboxRecord): Row {
  return {
    id: randomUUID(),
    host: volume,
    domain_name: 'default',
    // A quota is of a user alone before 23.03.7, and then of a user or a project.
    quota_scope_id: uuid,
    ...keysIn(record, '>=23.03.7', { quota_scope_id: `user:${uuid}` }),
    name: `data-of-${name}`,
    usage_mode: 'general',
    permission: 'rw',
    ownership_type: 'user',
    user: uuid,
    creator: emailOf(name),
  };
}

function emailOf(name: string): string {
  return `${name}@sandbox.example`;
}
