import { shortList } from '../../lib/short-list.ts';

/** Sentences about a namespace of etcd in which no manager has ever served. */
export interface UnusedNamespace {
  readonly summary: string;
  readonly hint: string;
}

/**
 * Every manager from 22.09 on writes `manager/status` at its first start, and nothing removes it: a namespace without it
 * is no cluster's. Whoever works with it sees no lock, and no key, of the cluster that is meant.
 * Source: `manager_status_ctx` of the manager's server, `get_manager_status` and `_mangle_key`, tags 22.09.0 to 26.8.1.
 * @param used namespaces in which managers have served; undefined where etcd does not tell
 */
export function unusedNamespace(namespace: string, used: readonly string[] | undefined): UnusedNamespace {
  const others = used && used.length > 0 ? `; managers have used ${shortList(used)}` : '';
  const hint =
    used?.length === 0
      ? 'correct etcd.host and etcd.port in cluster.yaml: no manager has used any namespace of this etcd'
      : 'correct etcd.namespace in cluster.yaml: it is what the managers have as "namespace" in their configuration';
  return { summary: `no manager has ever used the namespace "${namespace}" of this etcd${others}`, hint };
}
