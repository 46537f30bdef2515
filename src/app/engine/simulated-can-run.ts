import type { Member } from '../../core/cluster/inventory.ts';

/** Since 24.09. */
const newEndpoint = 'endpoint = {';

/** What programs of a simulated cluster find when they start. */
interface Found {
  readonly member: (id: string) => Pick<Member, 'component' | 'host' | 'config'>;
  readonly isBuilt: (host: string, environment: string) => boolean;
  readonly broken: ReadonlySet<string>;
  readonly away: ReadonlySet<string>;
  readonly read: (host: string, path: string) => string | undefined;
  canRead(host: string, environment: string, file: string): boolean;
  registry(id: string, environment: string): string;
  readonly etcd: Readonly<Record<string, string>>;
}

interface Started {
  readonly id: string;
  readonly environment: string;
  readonly release: string;
  /** The head of the release's history. */
  readonly head: string;
  /** The database, where there is one of the cluster's name. */
  readonly database: { readonly alembic: readonly string[]; readonly applied: readonly string[] } | undefined;
}

/** Whether a member's program of a release runs on what it finds. */
export function canRun(found: Found, { id, environment, release, head, database }: Started): boolean {
  const { component, host, config } = found.member(id);
  if (!found.isBuilt(host, environment) || found.broken.has(`${id} ${release}`) || found.away.has('etcd'))
    return false;
  const isNew = release.startsWith('24.09');
  if (component === 'webserver') return (found.read(host, config) ?? '').includes(newEndpoint) === isNew;
  if (component === 'agent') return found.canRead(host, environment, found.registry(id, environment));
  if (component !== 'manager') return true;
  if (!database || found.away.has('database')) return false;
  const isMigrated = database.applied.length > 0;
  const hasRegistries = 'docker/registry' in found.etcd;
  return database.alembic.join() === head && isMigrated === isNew && hasRegistries === !isNew;
}
