import type { Rows } from './insert-rows.ts';

export interface Amounts {
  readonly sessions: number;
  readonly users: number;
  readonly folders: number;
}

/** One of a table's keys, whichever comes first: what rows refer to that every cluster has. */
const oneOf = (table: string, key: string): string => `(SELECT ${key} FROM ${table} ORDER BY 1 LIMIT 1)`;
const domain = oneOf('domains', 'name');
const project = oneOf('groups', 'id');
const resourceGroup = oneOf('scaling_groups', 'name');

const idOf = (what: string, number: string): string => `md5('${what}' || ${number})::uuid`;
const accessKeyOf = (number: string): string => `'AKTRIAL' || lpad((${number})::text, 13, '0')`;

const slots = `'{"cpu": "1", "mem": "1073741824"}'::jsonb`;
const history = `jsonb_build_object('PENDING', now(), 'PREPARING', now(), 'RUNNING', now(), 'TERMINATED', now())`;
const began = `now() - n * interval '30 seconds'`;

/** What sessions and kernels share; both have ended, so that they stand in the way of no upgrade. */
function work(users: number): Record<string, string> {
  const owner = `n % ${users} + 1`;
  return {
    domain_name: domain,
    group_id: project,
    user_uuid: idOf('user', `(${owner})`),
    access_key: accessKeyOf(owner),
    status: "'TERMINATED'",
    status_info: "'user-requested'",
    status_history: history,
    result: "'SUCCESS'",
    created_at: began,
    terminated_at: `${began} + interval '20 seconds'`,
    requested_slots: slots,
    vfolder_mounts: "'[]'::jsonb",
    cluster_mode: "'SINGLE_NODE'",
    cluster_size: '1',
    use_host_network: 'false',
    environ: 'NULL',
  };
}

/** Rows of ours for a database at size, in the order in which they refer to each other. */
export function trialRows({ sessions, users, folders }: Amounts): Rows[] {
  const owner = `n % ${users} + 1`;
  return [
    {
      table: 'users',
      count: users,
      values: {
        uuid: idOf('user', 'n'),
        username: "'trial-' || n",
        email: "'trial-' || n || '@trial.example'",
        full_name: "'Trial ' || n",
        status: "'active'",
        role: "'user'",
        domain_name: domain,
        resource_policy: oneOf('user_resource_policies', 'name'),
      },
    },
    {
      table: 'keypairs',
      count: users,
      values: {
        access_key: accessKeyOf('n'),
        user: idOf('user', 'n'),
        user_id: "'trial-' || n || '@trial.example'",
        is_active: 'true',
        resource_policy: oneOf('keypair_resource_policies', 'name'),
      },
    },
    {
      table: 'association_groups_users',
      count: users,
      values: { id: idOf('membership', 'n'), user_id: idOf('user', 'n'), group_id: project },
    },
    {
      table: 'vfolders',
      count: folders,
      values: {
        id: idOf('folder', 'n'),
        host: "'local:volume1'",
        name: "'folder-' || n",
        user: idOf('user', `(${owner})`),
        quota_scope_id: `'user:' || ${idOf('user', `(${owner})`)}`,
        usage_mode: "'general'",
        permission: "'rw'",
        ownership_type: "'user'",
        creator: "'trial@trial.example'",
      },
    },
    {
      table: 'sessions',
      count: sessions,
      values: {
        ...work(users),
        id: idOf('session', 'n'),
        creation_id: "'creation-' || n",
        name: "'session-' || n",
        scaling_group_name: resourceGroup,
        occupying_slots: slots,
        images: "'{cr.example.org/stable/python:3.9-ubuntu20.04}'",
      },
    },
    {
      table: 'kernels',
      count: sessions,
      values: {
        ...work(users),
        id: idOf('kernel', 'n'),
        session_id: idOf('session', 'n'),
        session_name: "'session-' || n",
        scaling_group: resourceGroup,
        cluster_role: "'main'",
        image: "'cr.example.org/stable/python:3.9-ubuntu20.04'",
        architecture: "'x86_64'",
        occupied_slots: slots,
        last_stat: `'{"cpu_used": {"current": "4201.7", "capacity": null}, "mem": {"current": "52428800"}}'::jsonb`,
      },
    },
  ];
}
