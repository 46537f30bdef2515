import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loopback } from '../../src/app/rehearsal/copy-servers.ts';
import { scratchSources } from '../../src/app/rehearsal/rehearsal-folder.ts';
import { etcdStore } from '../../src/io/configstore/etcd-store.ts';
import type { ConfigStore } from '../../src/io/configstore/port.ts';
import type { DatabaseAddress } from '../../src/io/database/database.ts';
import { identifier } from '../../src/io/database/identifier.ts';
import { besideDatabase, dropDatabase } from '../../src/io/database/server.ts';
import type { ScratchServers } from '../../src/io/services/scratch-pair.ts';
import { startScratchServers } from '../../src/io/services/scratch-servers.ts';
import { type CopyLocation, writeConfigurations } from './configuration.ts';

/** A PostgreSQL and an etcd of our own, and what is made in them. */
export interface Lab {
  address(name: string): DatabaseAddress;
  /** A location of this name with an empty database. */
  emptyLocation(name: string): Promise<CopyLocation>;
  /** A location of this name with a copy of a database that nobody is connected to: as cheap as copying its files. */
  copyLocation(name: string, template: string): Promise<CopyLocation>;
  configStore(location: Pick<CopyLocation, 'namespace'>): ConfigStore;
  drop(name: string): Promise<void>;
}

export async function openLab(folder: string, signal: AbortSignal): Promise<Lab> {
  const servers = await startScratchServers(folder, { major: 1, sources: scratchSources, signal });
  return labOn(servers, folder);
}

function labOn({ postgres, etcd }: ScratchServers, folder: string): Lab {
  const { port, user, password } = postgres;
  const address = (name: string): DatabaseAddress => ({ host: loopback, port, user, password, name });
  const beside = (sql: string): Promise<unknown> =>
    besideDatabase(address('postgres'), (server) => server.query(sql), { queryTimeoutMs: 120_000 });
  const drop = (name: string): Promise<void> =>
    besideDatabase(address('postgres'), (server) => dropDatabase(server, name));
  const location = async (name: string, template: string): Promise<CopyLocation> => {
    if (!/^[\w-]+$/.test(name))
      throw new Error(`${name}: from 24.09 on a database's name has letters, digits, _ and -`);
    const workdir = join(folder, 'locations', name);
    await mkdir(workdir, { recursive: true, mode: 0o700 });
    await drop(name);
    await beside(`CREATE DATABASE ${identifier(name)} TEMPLATE ${identifier(template)}`);
    const made = { address: address(name), etcdPort: etcd.port, namespace: name, workdir };
    await writeConfigurations(made);
    return made;
  };
  return {
    address,
    drop,
    emptyLocation: (name) => location(name, 'template1'),
    copyLocation: location,
    configStore: ({ namespace }) => etcdStore({ host: loopback, port: etcd.port, namespace }),
  };
}
