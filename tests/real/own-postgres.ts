import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { DatabaseAddress } from '../../src/io/database/database.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../src/io/services/find-postgres-programs.ts';
import { freePorts } from '../../src/io/services/free-ports.ts';
import {
  type PostgresLocation,
  type PostgresServer,
  postgresServer,
} from '../../src/io/services/postgres-server.ts';
import { secret } from '../../src/lib/secret.ts';

/** A PostgreSQL server of a test's own. */
export interface OwnPostgres {
  /** A folder that goes with it. */
  readonly folder: string;
  readonly address: DatabaseAddress;
  readonly server: PostgresServer;
}

/**
 * For a test's file: it runs before the first test, and is gone after the last.
 * @param secretly its password
 * @param placed how it is started in its folder; as any other server unless told
 */
export function ownPostgres(
  secretly: string,
  placed: (folder: string) => Promise<Pick<PostgresLocation, 'prefix'>> = async () => ({}),
): () => OwnPostgres {
  let own: OwnPostgres | undefined;
  let end = async (): Promise<void> => undefined;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), `baiup-${secretly}-`));
    const [port = 0] = await freePorts(1);
    const password = secret(secretly);
    const tools = await findPostgresPrograms({ wheels: wheelFolder });
    const location = { folder, port, password, scratch: true, ...(await placed(folder)) };
    const server = postgresServer(location, tools);
    end = async () => {
      await server.stop({ timeoutMs: 30_000 });
      await rm(folder, { recursive: true, force: true });
    };
    await server.init();
    await server.start({ timeoutMs: 30_000 });
    const address = { host: '127.0.0.1', port, name: 'postgres', user: 'postgres', password };
    own = { folder, address, server };
  });
  afterAll(() => end());
  return () => {
    if (own === undefined) throw new Error('the server of this test does not run');
    return own;
  };
}
