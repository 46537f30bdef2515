import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseAddress } from '../../src/io/database/database.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../src/io/services/find-postgres-programs.ts';
import { freePorts } from '../../src/io/services/free-ports.ts';
import { postgresServer } from '../../src/io/services/postgres-server.ts';
import { secret } from '../../src/lib/secret.ts';

/** A PostgreSQL server of its own, in a folder that goes with it. */
export interface SmallServer {
  readonly folder: string;
  /** Where its superuser reaches database `small`, once that is made. */
  readonly address: DatabaseAddress;
  /** Makes a database anew: one of that name goes. */
  createDatabase(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function startSmallServer(): Promise<SmallServer> {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-small-'));
  const [port = 0] = await freePorts(1);
  const password = secret('small');
  const tools = await findPostgresPrograms({ wheels: wheelFolder });
  const server = postgresServer({ folder: join(folder, 'postgres'), port, password, scratch: true }, tools);
  await server.init();
  await server.start({ timeoutMs: 30_000 });
  return {
    folder,
    address: { host: '127.0.0.1', port, name: 'small', user: 'postgres', password },
    createDatabase: server.createDatabase,
    close: async () => {
      await server.stop({ timeoutMs: 30_000 });
      await rm(folder, { recursive: true, force: true });
    },
  };
}
