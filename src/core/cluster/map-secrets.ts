import type { Inventory } from './inventory.ts';
import type { SecretSource } from './secret-source.ts';

/** A secret as cluster.yaml speaks of it. */
export interface WrittenSecret {
  /** "database.password" */
  readonly key: string;
  readonly source: SecretSource;
  /** Who shows it: a name that another server may know as well. */
  readonly user: string;
  /** Who shows it where. */
  readonly login: string;
}

/** An inventory with each of its secrets changed. */
export function mapSecrets(inventory: Inventory, change: (secret: WrittenSecret) => SecretSource): Inventory {
  const { database, etcd, api, components } = inventory;
  const ofDatabase = (key: string, each: Inventory['database']): Inventory['database'] => {
    const { host, port, name, user, password: source } = each;
    const login = `${user} on ${host}:${port}/${name}`;
    return { ...each, password: change({ key: `${key}.password`, source, user, login }) };
  };
  const changedEtcd = (): Inventory['etcd'] => {
    const { host, port, user = '', password: source } = etcd;
    if (source === undefined) return etcd;
    const login = `${user} on ${host}:${port}`;
    return { ...etcd, password: change({ key: 'etcd.password', source, user, login }) };
  };
  const { url, accessKey: user, secretKey: source } = api;
  const secretKey = change({ key: 'api.secretKey', source, user, login: `${user} on ${url}` });
  return {
    ...inventory,
    database: ofDatabase('database', database),
    etcd: changedEtcd(),
    api: { ...api, secretKey },
    components: components.map((member) =>
      member.database
        ? { ...member, database: ofDatabase(`components.${member.id}.database`, member.database) }
        : member,
    ),
  };
}
