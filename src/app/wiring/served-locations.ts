import type { Member } from '../../core/cluster/inventory.ts';
import { componentNamed } from '../../core/components/index.ts';
import { seenLocations } from '../../core/configuration/seen-locations.ts';
import type { LockMark } from '../../io/configstore/lock.ts';
import type { DatabaseAddress } from '../../io/database/database.ts';
import type { ServedLocations } from '../../io/database/migrator-protocol.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import type { ServiceProgram } from '../../io/services/port.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';

/** What a migration is meant for. */
export interface MeantFor {
  readonly address: DatabaseAddress;
  readonly namespace: string;
  /** What is written in the etcd that is meant, where something is. */
  readonly mark: LockMark | undefined;
}

function other(what: 'etcd' | 'database', { id, config }: Member, seen: string, meant: string): BaiupError {
  const where = what === 'etcd' ? 'etcd namespace' : 'database';
  const key = what === 'etcd' ? 'etcd.namespace' : 'database.name';
  return new BaiupError(
    `migrator.other-${what}`,
    `${id} works with the ${where} "${seen}", and cluster.yaml names "${meant}": its migrations would change another cluster`,
    {
      exit: exitCode.refused,
      hint: `correct "${key}" in cluster.yaml, or what ${config} and the variables of the service of ${id} say`,
      left: 'nothing was changed',
    },
  );
}

/**
 * Where a member's program finds its etcd and its database, by its file and the variables that win over it: its
 * migrator looks there for a mark of what is meant.
 * @throws BaiupError `migrator.other-etcd`, `migrator.other-database` where their names are others
 */
export async function servedLocations(
  host: HostReader,
  member: Member,
  { config, variables }: Pick<ServiceProgram, 'variables'> & { readonly config: string },
  { address, namespace, mark }: MeantFor,
): Promise<ServedLocations> {
  const text = (await host.readText(config).catch(() => undefined)) ?? '';
  const { overrides = {}, history } = componentNamed(member.component);
  const { etcd, database } = seenLocations(text, overrides, variables);
  if (database?.name !== undefined && database.name !== address.name)
    throw other('database', member, database.name, address.name);
  // Others have an etcd for themselves, if any.
  if (history !== 'manager') return { ...(database ? { database } : {}) };
  if (etcd?.namespace !== undefined && etcd.namespace !== namespace)
    throw other('etcd', member, etcd.namespace, namespace);
  return {
    ...(etcd ? { etcd: { ...etcd, ...(mark ? { mark } : {}) } } : {}),
    ...(database ? { database } : {}),
  };
}
