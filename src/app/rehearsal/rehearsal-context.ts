import { join } from 'node:path';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { memberNamed } from '../../core/cluster/member-named.ts';
import { componentNamed } from '../../core/components/index.ts';
import { etcdStore } from '../../io/configstore/etcd-store.ts';
import { withPrefix } from '../../io/hosts/low-priority.ts';
import { mirroredFolder } from '../../io/hosts/mirrored-folder.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import type { ServiceProgram } from '../../io/services/port.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Readers } from '../discovery/readers.ts';
import type { StepContext } from '../steps/context.ts';
import { hostOfFiles } from '../steps/host-of-files.ts';
import { noStrangers } from '../steps/no-strangers.ts';
import { contextConfigStore } from '../wiring/context-configstore.ts';
import { contextDatabase, ownDatabase } from '../wiring/context-database.ts';
import { contextPrograms } from '../wiring/context-programs.ts';
import type { Cluster } from '../wiring/open-cluster.ts';
import { type CopyServers, loopback } from './copy-servers.ts';
import { type Lacking, migrationsAtLeast } from './migrations-at-least.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { CopyOptions } from './rehearse-options.ts';
import { scratchConfiguration } from './scratch-configuration.ts';

/** It has servers of its own: among their databases no other run's are. */
const rehearsal = 'rehearsal';

/** What a member's own database is called among the copies. */
export const scratchName = (member: string): string => `own_${member.replaceAll('-', '_')}`;

/** Those of a copied inventory that migrate a database read copied configurations that name only the scratch servers. */
async function copiedInventory(
  inventory: Inventory,
  hostOf: StepContext['host'],
  location: CopyServers,
  folder: string,
): Promise<Inventory> {
  const copied = async (member: Member): Promise<Member> => {
    if (componentNamed(member.component).history === undefined) return member;
    // One that starts only in a later hop than is planned may have none yet.
    const host = hostOf(member.host);
    const text = await hostOfFiles(member.id, { inventory, host: hostOf }).readText(member.config);
    if (text === undefined) {
      if (member.database) return member;
      throw new BaiupError(
        'configuration.missing',
        `${member.id} has the configuration file ${member.config} on ${host.name}, which does not exist`,
        { hint: `correct "config" of ${member.id} in cluster.yaml`, left: 'nothing was changed' },
      );
    }
    const config = join(await mirroredFolder(host, folder), `${member.id}.toml`);
    const database = member.database ? scratchName(member.id) : location.database;
    await host.writeText(config, scratchConfiguration(text, { ...location, database }));
    return { ...member, config };
  };
  return { ...inventory, components: await Promise.all(inventory.components.map(copied)) };
}

/** A member's service as it reads copies: variables that lead to the cluster's etcd or database win over nothing. */
function copiedProgram(inventory: Inventory, { service }: Pick<Readers, 'service'>) {
  return async (id: string): Promise<ServiceProgram> => {
    const { overrides = {} } = componentNamed(memberNamed(inventory, id).component);
    const leads = (name: string): boolean =>
      /^(db\.|etcd\.(?!namespace$))/.test(overrides[name] ?? '') ||
      name === 'BACKEND_CONFIG_FILE' ||
      // The copies speak no TLS.
      name.startsWith('PGSSL');
    const program = await service(id).program();
    const kept = Object.entries(program.variables).filter(([name]) => !leads(name));
    return { ...program, variables: Object.fromEntries(kept) };
  };
}

function noSuchDoor(): never {
  throw new Error('a rehearsal starts, stops and asks nothing of the cluster');
}

/** The cluster's doors, except those that could change it: database and etcd are the copies. */
export async function rehearsalContext(
  { inventory, stepContext, readers }: Cluster,
  location: CopyServers,
  {
    folder,
    copyHost,
    prefix,
    isNice,
    revisionLimitMs,
    signal,
  }: Pick<CopyOptions, 'folder' | 'copyHost' | 'prefix' | 'isNice' | 'revisionLimitMs' | 'signal'>,
): Promise<Rehearsal> {
  const { port, user, password } = location.postgres;
  // Whatever the cluster's server asks for, and whatever variables of a service say: the copies speak no TLS.
  const tls = { mode: 'off' } as const;
  const address = { host: loopback, port, name: location.database, user, password, tls };
  const ownAddress = (member: string) => ({ ...address, name: scratchName(member) });
  const store = etcdStore({ host: loopback, port: location.etcd.port, namespace: inventory.etcd.namespace });
  const runFolder = join(folder, 'run');
  await thisMachine.makeFolder(runFolder);
  const real = stepContext({ id: rehearsal, folder: runFolder });
  const copy = await copiedInventory(inventory, real.host, location, folder);
  const { startMigrator, freshSchema, fillDatabase } = contextPrograms({
    address,
    ownAddress,
    api: { ...inventory.api, secretKey: password },
    inventory: copy,
    host: real.host,
    namespace: store.namespace,
    mark: store.lock.mark,
    program: copiedProgram(inventory, readers),
    run: rehearsal,
    runFolder,
    limits: { isNice, revisionTimeoutMs: revisionLimitMs, observe: true },
  });
  const tools = { ...copyHost, host: withPrefix(copyHost.host, prefix), signal };
  const lacking: Lacking = new Map();
  const context: StepContext = {
    ...real,
    inventory: copy,
    service: noSuchDoor,
    strangers: noStrangers,
    containers: noSuchDoor,
    askMember: noSuchDoor,
    apiAnswers: noSuchDoor,
    proveSession: noSuchDoor,
    endSessions: noSuchDoor,
    freeze: noSuchDoor,
    database: contextDatabase({ address, ...tools }),
    ownDatabase: (member) => ownDatabase({ address: ownAddress(member), ...tools }),
    configStore: contextConfigStore(store),
    startMigrator,
    freshSchema,
    fillDatabase,
    ...migrationsAtLeast(real, lacking),
    signal,
  };
  return { context, address, ownAddress, store, lacking };
}
