import { unusedNamespace } from '../../core/cluster/unused-namespace.ts';
import type { Check } from './check.ts';

const code = 'etcd.namespace-unused';

/** A mistyped namespace shows an empty etcd, and hides who has the cluster: the lock goes by it too. */
export const namespaceUnused: Check = {
  code,
  find: ({ inventory: { etcd }, snapshot: { managerStatus, namespaces } }) =>
    managerStatus === undefined
      ? [{ code, severity: 'blocker', subject: 'etcd', ...unusedNamespace(etcd.namespace, namespaces) }]
      : [],
  stands: true,
};
