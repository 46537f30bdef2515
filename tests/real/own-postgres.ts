import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { DatabaseAddress } from '../../src/io/database/database.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../src/io/services/find-postgres-programs.ts';
import { freePorts } from '../../src/io/services/free-ports.ts';
import { postgresServer } from '../../src/io/services/postgres-server.ts';
import { secret } from '../../src/lib/secret.ts';

/** A PostgreSQL server of a test's own. */
export interface OwnPostgres {
  /** A folder that goes with it. */
  readonly folder: string;
  readonly address: DatabaseAddress;
}

/** For a test's file: it runs before the first test, and is gone after the last. @param secretly its password */
export function ownPostgres(secretly: string): () => OwnPostgres {
  let own: OwnPostgres | undefined;
  let end = async (): Promise<void> => undefined;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), `baiup-${secretly}-`));
    const [port = 0] = await freePorts(1);
    const password = secret(secretly);
    const tools = await findPostgresPrograms({ wheels: wheelFolder });
    const server = postgresServer({ folder, port, password, scratch: true }, tools);
    end = async () => {
      await server.stop({ timeoutMs: 30_000 });
      await rm(folder, { recursive: true, force: true });
    };
    await server.init();
    await server.start({ timeoutMs: 30_000 });
    const address = { host: '127.0.0.1', port, name: 'postgres', user: 'postgres', password };
    own = { folder, address };
  });
  afterAll(() => end());
  return () => {
    if (own === undefined) throw new Error('the server of this test does not run');
    return own;
  };
}
