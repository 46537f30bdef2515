import { createHash } from 'node:crypto';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import type { RowQuestion } from '../../core/cluster/rows.ts';
import type { ClusterSnapshot, MemberSnapshot } from '../../core/cluster/snapshot.ts';
import type { HostReader } from '../../io/hosts/port.ts';
import type { ServiceReader } from '../../io/services/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { ContextConfigStore, ContextDatabase, MemberAnswer } from '../steps/context.ts';
import { installedVersion } from './installed-version.ts';

/** All that looking at a cluster takes; nothing here can change it. */
export interface Readers {
  readonly inventory: Inventory;
  readonly host: (name: string) => HostReader;
  readonly service: (member: string) => ServiceReader;
  readonly database: Pick<
    ContextDatabase,
    'revisions' | 'workloads' | 'rows' | 'agent' | 'restorable' | 'size'
  >;
  /** What checks ask of the database, by their code. */
  readonly questions: Readonly<Record<string, RowQuestion>>;
  readonly configStore: Pick<ContextConfigStore, 'registries'>;
  /** Bytes free where the journal and its dumps are kept. */
  readonly freeBytes: () => Promise<number>;
  readonly askMember: (member: string, timeoutMs: number) => Promise<MemberAnswer>;
}

async function configSha256(host: HostReader, { id, config }: Member): Promise<string> {
  const text = await host.readText(config);
  if (text !== undefined) return createHash('sha256').update(text).digest('hex');
  throw new BaiupError('cluster.config-missing', `${id} is configured by ${config}, which is not there`, {
    hint: `correct "config" of ${id} in cluster.yaml`,
  });
}

async function observeMember(member: Member, readers: Readers): Promise<MemberSnapshot> {
  const host = readers.host(member.host);
  const { active, environment } = await readers.service(member.id).state();
  const [version, sha256, answer] = await Promise.all([
    installedVersion(host, environment, member.component),
    configSha256(host, member),
    readers.askMember(member.id, 5000),
  ]);
  const agrees = answer.healthy && answer.version === version;
  const trouble = agrees
    ? undefined
    : !active
      ? 'its service does not run'
      : (answer.trouble ?? `it answers as ${answer.version} while ${version} is installed`);
  return {
    id: member.id,
    component: member.component,
    host: member.host,
    version,
    environment,
    active,
    healthy: active && agrees,
    ...(trouble ? { trouble } : {}),
    configSha256: sha256,
  };
}

/**
 * Looks at a whole cluster without changing anything.
 * @throws BaiupError `database.unreachable`, `etcd.unreachable`, `service.unknown`, `cluster.config-missing`
 */
export async function observe(readers: Readers): Promise<ClusterSnapshot> {
  const [components, revisions, registries, restoreObstacles, workloads, rows, size, free] =
    await Promise.all([
      Promise.all(readers.inventory.components.map((member) => observeMember(member, readers))),
      readers.database.revisions(),
      readers.configStore.registries(),
      readers.database.restorable(),
      readers.database.workloads(),
      readers.database.rows(readers.questions),
      readers.database.size(),
      readers.freeBytes(),
    ]);
  return {
    cluster: readers.inventory.cluster,
    components,
    revisions,
    registries,
    restoreObstacles,
    space: { database: size, free },
    workloads,
    rows,
  };
}
