/** Rows that a cluster must not lose, and which of their cells say what somebody can do with them. */
export interface Kind {
  readonly name: string;
  /** One of them, in a sentence. */
  readonly one: string;
  readonly table: string;
  /** Columns that identify a row. Where a release lacks one, rows are counted only. */
  readonly key: readonly string[];
  /** Columns of later releases that are part of what identifies a row where they are not NULL. */
  readonly keyToo?: readonly string[];
  /** The column by which people know it; its key unless told. */
  readonly label?: string;
  /** Compared where both releases have them. */
  readonly cells: readonly string[];
  /** Compared by their hash alone. */
  readonly secrets?: readonly string[];
}

const policy = {
  key: ['name'],
  cells: [
    'total_resource_slots',
    'max_session_lifetime',
    'max_concurrent_sessions',
    'max_concurrent_sftp_sessions',
    'max_containers_per_session',
    'idle_timeout',
    'allowed_vfolder_hosts',
    'max_vfolder_count',
    'max_quota_scope_size',
    'max_network_count',
  ],
};

/** Source: the manager's models of 22.09 to 26.09. A column that a later release renames is compared up to there. */
export const kinds: readonly Kind[] = [
  {
    name: 'users',
    one: 'user',
    table: 'users',
    key: ['uuid'],
    label: 'email',
    cells: ['email', 'username', 'status', 'role', 'domain_name', 'resource_policy', 'totp_activated'],
    secrets: ['password', 'totp_key'],
  },
  {
    name: 'keypairs',
    one: 'keypair',
    table: 'keypairs',
    key: ['access_key'],
    cells: ['user', 'is_active', 'is_admin', 'resource_policy', 'rate_limit'],
    secrets: ['secret_key', 'ssh_private_key', 'dotfiles', 'bootstrap_script'],
  },
  {
    name: 'domains',
    one: 'domain',
    table: 'domains',
    key: ['name'],
    cells: ['is_active', 'total_resource_slots', 'allowed_vfolder_hosts', 'allowed_docker_registries'],
  },
  {
    name: 'projects',
    one: 'project',
    table: 'groups',
    key: ['id'],
    label: 'name',
    cells: [
      'name',
      'domain_name',
      'is_active',
      'resource_policy',
      'total_resource_slots',
      'allowed_vfolder_hosts',
      'type',
    ],
  },
  {
    name: 'members of projects',
    one: 'member of a project',
    table: 'association_groups_users',
    key: ['user_id', 'group_id'],
    cells: [],
  },
  {
    name: 'resource groups',
    one: 'resource group',
    table: 'scaling_groups',
    key: ['name'],
    cells: ['is_active', 'is_public', 'driver', 'scheduler', 'scheduler_opts', 'use_host_network'],
    secrets: ['wsproxy_api_token'],
  },
  ...(['domain', 'group', 'access_key'] as const).map((who) => {
    const whose = who === 'access_key' ? 'keypair' : who === 'group' ? 'project' : 'domain';
    return {
      name: `resource groups of ${whose}s`,
      one: `resource group of a ${whose}`,
      table: `sgroups_for_${who === 'access_key' ? 'keypairs' : `${who}s`}`,
      key: ['scaling_group', who],
      cells: [],
    };
  }),
  ...(['keypair', 'user', 'project'] as const).map((whose) => ({
    name: `${whose} policies`,
    one: `policy of ${whose}s`,
    table: `${whose}_resource_policies`,
    ...policy,
  })),
  {
    name: 'images',
    one: 'image',
    table: 'images',
    key: ['id'],
    label: 'name',
    cells: ['name', 'registry', 'architecture', 'config_digest', 'is_local', 'type', 'resources'],
  },
  {
    name: 'image aliases',
    one: 'image alias',
    table: 'image_aliases',
    key: ['id'],
    label: 'alias',
    cells: ['alias', 'image'],
  },
  {
    name: 'folders',
    one: 'folder',
    table: 'vfolders',
    key: ['id'],
    label: 'name',
    cells: [
      'name',
      'host',
      'quota_scope_id',
      'usage_mode',
      'ownership_type',
      'user',
      'group',
      'max_size',
      'max_files',
      'cloneable',
      'status',
    ],
  },
  {
    name: 'shares of folders',
    one: 'share of a folder',
    table: 'vfolder_permissions',
    key: ['vfolder', 'user'],
    cells: ['permission'],
  },
  {
    name: 'presets',
    one: 'preset',
    table: 'resource_presets',
    key: ['name'],
    keyToo: ['scaling_group_name'],
    cells: ['resource_slots', 'shared_memory'],
  },
  {
    name: 'endpoints',
    one: 'endpoint',
    table: 'endpoints',
    key: ['id'],
    label: 'name',
    cells: ['name', 'domain', 'project', 'resource_group', 'lifecycle_stage', 'open_to_public', 'url'],
  },
  {
    name: 'endpoint tokens',
    one: 'endpoint token',
    table: 'endpoint_tokens',
    key: ['id'],
    cells: ['endpoint', 'session_owner', 'project'],
    secrets: ['token'],
  },
  {
    name: 'session templates',
    one: 'session template',
    table: 'session_templates',
    key: ['id'],
    label: 'name',
    cells: ['name', 'is_active', 'domain_name', 'group_id', 'user_uuid', 'type'],
  },
  {
    name: 'agents',
    one: 'agent',
    table: 'agents',
    key: ['id'],
    cells: ['scaling_group', 'schedulable', 'architecture'],
  },
];

/** Kinds of which there are too many to name: counted by status, and by whether they have a resource group. */
export const countedByStatus = [
  { table: 'sessions', group: 'scaling_group_name' },
  { table: 'kernels', group: 'scaling_group' },
] as const;
export const withoutGroup = ' without a resource group';

/** What is read otherwise than row by row: agents' slots and plugins, and container registries. */
export const capacity = 'capacity of agents';
export const registries = 'registries';

/** One of a kind, in a sentence. */
export function oneOf(kind: string): string {
  if (kind === registries) return 'registry';
  return kinds.find(({ name }) => name === kind)?.one ?? kind;
}
