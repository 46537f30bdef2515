import type { Explained } from './explanation.ts';
import { withoutGroup } from './kinds.ts';

/** What a revision says of itself, seen in trials of every hop on real packages with rows in every table. */
const by = (...revisions: string[]) => ({ revisions, source: `revision ${revisions.join(', ')}` });

const noGroup = new RegExp(`${withoutGroup}$`);

/** A table that goes, with what becomes of its rows. */
const gone = (table: string, revision: string, reason: string): Explained => ({
  among: `table ${table}`,
  kinds: ['rows-gone'],
  ...by(revision),
  reason,
});

/** Cells that a revision writes anew, of a kind of things or a table. */
const cells = (among: string, columns: readonly string[], revision: string, reason: string): Explained => ({
  among,
  kinds: ['cell-other'],
  columns,
  ...by(revision),
  reason,
});

const roles = 'rights of roles are kept otherwise';

/** Data. An entry says what a right migration does on every database, never what one did to some rows. */
export const explained: readonly Explained[] = [
  ...['domains', 'projects', 'keypair policies'].map((among) => ({
    among,
    kinds: ['cell-other' as const],
    columns: ['allowed_vfolder_hosts'],
    ...by('5bce905c21e5'),
    reason: 'a list of hosts becomes their permissions, and each host gets all of them',
  })),
  {
    among: 'table vfolder_attachment',
    kinds: ['rows-fewer'],
    ...by('b6b884fbae1f'),
    reason:
      'main kernels get new ids, and what was attached to the old ones goes; no release reads this table',
  },
  {
    among: 'table kernels',
    kinds: ['rows-fewer', 'cell-other'],
    columns: 'all',
    ...by('b6b884fbae1f'),
    reason: 'sessions get a table of their own: it takes the ids of main kernels, and these get new ones',
  },
  {
    among: 'table session_dependencies',
    kinds: ['rows-fewer'],
    ...by('b6b884fbae1f'),
    reason: 'dependencies are written anew with the ids of sessions',
  },
  cells(
    'table kernels',
    ['requested_slots'],
    '85615e005fa3',
    'kernels without requested slots get an empty list of them',
  ),
  cells('table kernels', ['session_name'], 'dddf9be580f5', 'a kernel has the name of its session'),
  ...['table kernels', 'table sessions'].map((among) =>
    cells(among, ['session_type'], '3596bc12ec09', 'types of sessions are written otherwise'),
  ),
  ...['domains', 'projects', 'keypair policies'].map((among) =>
    cells(among, ['allowed_vfolder_hosts'], '5bce905c21e5', 'hosts of folders are kept with what they allow'),
  ),
  cells('users', ['username'], '9fbeda8995ff', 'a user without a name is called by the address'),
  cells('users', ['role', 'totp_activated'], 'f2c47d81a9b3', 'what a user lacks gets its default'),
  cells('keypairs', ['rate_limit'], 'c5a91e37d40b', 'a keypair without a limit gets the default one'),
  cells('keypairs', ['is_active', 'is_admin'], 'e4a91c05df38', 'what a keypair lacks is taken for "no"'),
  {
    among: 'images',
    kinds: ['row-missing'],
    ...by('045b0e0e4384'),
    reason: 'images of a registry that is not there go',
  },
  {
    among: 'endpoints',
    kinds: ['row-missing'],
    ...by('8f3c1d5a2b47'),
    reason: 'services with neither owner nor creator go',
  },
  {
    among: 'endpoint tokens',
    kinds: ['row-missing', 'cell-other'],
    columns: ['session_owner'],
    ...by('8f3c1d5a2b47'),
    reason: 'tokens go with their service, or get its owner',
  },
  cells(
    'resource groups',
    ['wsproxy_addr', 'wsproxy_api_token'],
    'proxy.move',
    'resource groups get the coordinator that takes the place of the old proxy',
  ),
  {
    among: 'projects',
    kinds: ['row-extra'],
    ...by('308bcecec5c2'),
    reason: 'the domain "default" gets a project for models',
  },
  {
    among: 'members of projects',
    kinds: ['row-extra'],
    ...by('308bcecec5c2'),
    reason: 'users of the domain "default" become members of its project for models',
  },
  {
    among: 'folders',
    kinds: ['cell-other'],
    columns: ['quota_scope_id'],
    ...by('a9eb2b002330'),
    reason: 'whose quota it is gets a word: user or project',
  },
  {
    among: 'folders',
    kinds: ['cell-other'],
    columns: ['status'],
    ...by('5ba7fde56ddb', '7ff52ff68bfc'),
    reason: 'the states of a folder that is deleted get other names',
  },
  {
    among: 'resource groups',
    kinds: ['cell-other'],
    columns: ['scheduler_opts'],
    ...by('c4b7ec740b36'),
    reason: 'how agents are selected moves to an option of its own',
  },
  {
    among: 'registries',
    kinds: ['row-extra'],
    only: /^local$/,
    ...by('1d42c726d8a3'),
    reason: 'images without a registry get one, called "local"',
  },
  {
    among: 'registries',
    kinds: ['cell-other'],
    columns: ['projects'],
    ...by('1d42c726d8a3'),
    reason: 'a registry gets the projects that its images name',
  },
  {
    among: 'etcd config/docker/registry',
    kinds: ['rows-gone', 'row-missing'],
    ...by('1d42c726d8a3'),
    reason: 'registries move from etcd to the database',
  },
  gone('object_permissions', 'a7e4d1f0c832', roles),
  gone('scope_permissions', '9adcd6f48ba1', roles),
  gone('permission_groups', 'f41bbe0c0f12', roles),
  gone('association_scopes_entities', 'b3c81f0a49d5', roles),
  gone('role_invitations', '3f7a2c1e9b04', 'nobody is invited to a role any more'),
  gone('virtual_scopes', 'c2d4e6f8a0b1', 'the table is called virtual_entities'),
  gone('object_storage_namespace', '1f76b4c0f399', 'the table is called storage_namespace'),
  gone('app_configs', '84d5c6daf8cc', 'settings of the web interface are kept otherwise, and begin empty'),
  gone(
    'vfolder_invitations',
    'a7d0f5b3c841',
    'invitations that wait become shares; those that were answered go',
  ),
  {
    among: 'table object_permissions',
    kinds: ['rows-fewer'],
    ...by('28fecac94e67', 'ec7a778bcb78'),
    reason: roles,
  },
  {
    among: 'endpoints',
    kinds: ['cell-other'],
    columns: ['lifecycle_stage'],
    ...by('f0b1c2d3e4a5'),
    reason: 'created and scaling are called ready; whether it scales is kept by itself',
  },
  {
    among: 'sessions',
    kinds: ['row-missing', 'cell-other', 'row-extra'],
    columns: ['rows'],
    ...by('b4c5d6e7f8a9'),
    reason: 'a session takes the resource group of its kernels, and goes where they have none',
  },
  cells(
    'table sessions',
    ['scaling_group_name'],
    'b4c5d6e7f8a9',
    'a session takes the resource group of its kernels',
  ),
  {
    among: 'kernels',
    kinds: ['row-missing'],
    only: noGroup,
    ...by('b4c5d6e7f8a9', 'e9a1c77b42d0'),
    reason: 'kernels without a resource group go',
  },
  ...['sessions', 'kernels', 'routings', 'session_dependencies'].map((table) => ({
    among: `table ${table}`,
    kinds: ['rows-fewer' as const],
    ...by('b4c5d6e7f8a9'),
    reason: 'what belonged to sessions without a resource group goes with them',
  })),
  ...['resource_allocations', 'vfolder_attachment'].map((table) => ({
    among: `table ${table}`,
    kinds: ['rows-fewer' as const],
    ...by('b4c5d6e7f8a9', 'e9a1c77b42d0'),
    reason: 'what belonged to kernels without a resource group goes with them',
  })),
  {
    among: 'keypairs',
    kinds: ['row-missing'],
    had: { secret_key: { hash: null } },
    ...by('e4a91c05df38'),
    reason: 'a keypair without a secret key can sign nothing, and goes',
  },
  {
    among: 'resource groups of keypairs',
    kinds: ['rows-fewer', 'row-missing'],
    ...by('e4a91c05df38'),
    reason: 'what belonged to keypairs without a secret key goes with them',
  },
  {
    among: 'users',
    kinds: ['cell-other'],
    columns: ['domain_name'],
    ...by('e7b2c9f04d31'),
    reason: 'a user without a domain gets the default one',
  },
  {
    among: 'projects',
    kinds: ['row-extra'],
    ...by('c7a4f1e9b023', 'a91c4e7d0b35'),
    reason: 'each user gets a project, and each domain one for models',
  },
  {
    among: 'members of projects',
    kinds: ['row-extra'],
    ...by('c7a4f1e9b023', 'a91c4e7d0b35'),
    reason: 'users are members of their own projects',
  },
  {
    among: 'folders',
    kinds: ['cell-other'],
    columns: ['group'],
    ...by('b4c2e7f19a30'),
    reason: "a user's folder belongs to the user's project",
  },
  {
    among: 'shares of folders',
    kinds: ['rows-gone'],
    ...by('f6c9e4a2b730'),
    reason: 'shares of folders move to other tables',
  },
  {
    among: 'table login_sessions',
    kinds: ['rows-fewer'],
    ...by('a3b7c9d1e5f2'),
    reason: 'logins that have ended go; their history stays',
  },
  {
    among: 'endpoint tokens',
    kinds: ['row-missing'],
    had: { endpoint: null },
    ...by('c1a7f3e0d94b'),
    reason: 'a token of no endpoint opens nothing, and goes',
  },
];
