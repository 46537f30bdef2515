import type { Inventory } from '../../core/cluster/inventory.ts';
import type { Host } from '../../io/hosts/port.ts';
import { usageError } from '../../lib/errors.ts';
import { readerWithRoot } from './reader-with-root.ts';
import type { SecretHosts } from './resolve-secret.ts';

/** Where secrets of cluster.yaml are read that lie on hosts: as the user that we are there, else as root. */
export function secretHosts({ components, hosts }: Inventory, host: (name: string) => Host): SecretHosts {
  return (from) => {
    const name = components.find(({ id }) => id === from)?.host ?? from;
    if (Object.hasOwn(hosts, name)) return readerWithRoot(host(name));
    throw usageError(
      'cluster.secret-missing',
      `a secret of cluster.yaml is read from "${from}", which is neither a member nor a host of it`,
      'name a member by its id: { from: m1, file: PATH, key: KEY }',
    );
  };
}
