/** What every cluster has beside its components. */
export const serverNames = ['postgres', 'redis', 'etcd'] as const;
export type ServerName = (typeof serverNames)[number];

/** What a release says it needs, or is set up with: the oldest version of each server. */
interface Stated extends Readonly<Record<ServerName, string>> {
  /** The first release that it is about. */
  readonly since: string;
  readonly source: string;
}

/** Newest first. */
export const statedNeeds: readonly Stated[] = [
  {
    since: '25.16.0',
    ...{ postgres: '16', redis: '7.2', etcd: '3.5' },
    source: 'Requirements in README.md, 25.16.0 to 26.8.1',
  },
  {
    since: '22.09.0',
    ...{ postgres: '13', redis: '6.2', etcd: '3.4' },
    source: 'docs/install/install-from-package/prepare-*.rst, 22.09.23',
  },
];

/** The oldest versions that upgrades were tried with by baiup's own tests and trials. */
export const triedServers: Readonly<Record<ServerName, string>> = {
  postgres: '15',
  redis: '7.0',
  etcd: '3.4',
};

/** What an older server cannot do though a release asks for it. */
interface Unable {
  readonly server: ServerName;
  /** The first version that can. */
  readonly before: string;
  readonly since?: string;
  /** Where only a revision asks for it. */
  readonly revision?: string;
  readonly why: string;
  readonly source: string;
}

export const unableServers: readonly Unable[] = [
  {
    ...{ server: 'redis', before: '6.2' },
    why: 'it has no XAUTOCLAIM, by which the components read their events',
    source: 'ai/backend/common/redis_helper.py, 22.09.0 to 24.09.4',
  },
  {
    ...{ server: 'redis', before: '7.0', since: '26.09.0' },
    why: 'managers set times to live with a condition, which it does not know',
    source: 'EXPIRE … NX of the managers from 26.09 on',
  },
  {
    ...{ server: 'postgres', before: '15', revision: 'b93d1c47af52' },
    why: 'revision b93d1c47af52 makes a constraint with NULLS NOT DISTINCT, which it does not know',
    source: 'b93d1c47af52_fragment_unique_nulls_not_distinct.py, 26.8.1',
  },
];
