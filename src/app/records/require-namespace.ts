import { unusedNamespace } from '../../core/cluster/unused-namespace.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { Readers } from '../discovery/readers.ts';

/**
 * In a namespace that is no cluster's nobody sees who has the cluster: nothing is changed, and nobody is told that it is
 * free.
 * @throws BaiupError `etcd.namespace-unused`, exit 2
 */
export async function requireNamespace({
  inventory: { etcd },
  configStore,
  namespaces,
}: Pick<Readers, 'inventory' | 'configStore' | 'namespaces'>): Promise<void> {
  if ((await configStore.managerStatus()) !== undefined) return;
  const { summary, hint } = unusedNamespace(etcd.namespace, await namespaces());
  throw new BaiupError('etcd.namespace-unused', summary, {
    exit: exitCode.refused,
    hint,
    left: 'nothing was changed by this command',
  });
}
