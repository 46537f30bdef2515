import type { Secret } from '../../lib/secret.ts';
import { waiting } from '../../lib/waiting.ts';
import { databaseError } from './database-error.ts';
import { closeClient, openClient } from './open-client.ts';
import type { PostgresWay } from './postgres-stream.ts';
import { timeouts } from './timeouts.ts';

/** Where a PostgreSQL database is and who asks. */
export interface DatabaseAddress extends PostgresWay {
  readonly name: string;
  readonly user: string;
  readonly password: Secret;
}

/** One open connection. It can be read and written: checks must only ever read. */
export interface Database {
  readonly address: DatabaseAddress;
  /** The process that serves it, as whoever answered says: a pooler names another than the server's. */
  readonly backendPid?: number;
  /** Rows of one statement. @throws BaiupError `database.failed`, `database.unreachable` */
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Milliseconds to connect; 5 s unless told. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds for one statement; 30 s unless told. */
  readonly queryTimeoutMs?: number;
}

/** What a server ends sessions by is for programs that serve: ours have deadlines of their own. A pooler takes no options. */
const ownLimits = `SELECT set_config(name, '0', false) FROM pg_settings WHERE name IN (${timeouts.map((name) => `'${name}'`).join(', ')})`;

/** @throws BaiupError `database.unreachable`, `database.refused`, `database.tls` */
export async function openDatabase(
  address: DatabaseAddress,
  options: DatabaseOptions = {},
): Promise<Database> {
  const { connectTimeoutMs = 5_000, queryTimeoutMs = 30_000 } = options;
  const answers = <T>(timeoutMs: number, act: () => Promise<T>): Promise<T> =>
    waiting({ what: `PostgreSQL at ${address.host}:${address.port} to answer`, timeoutMs }, act);
  const opened = await answers(connectTimeoutMs, () => openClient(address, options)).catch((error) => {
    throw databaseError(address, error);
  });
  const { client } = opened;
  const close = (): Promise<void> => closeClient(opened);
  try {
    await answers(queryTimeoutMs, () => client.query(ownLimits));
  } catch (error) {
    await close().catch(() => undefined);
    throw databaseError(address, error);
  }
  const { processID } = client as unknown as { readonly processID: number | null };
  return {
    address,
    ...(processID === null ? {} : { backendPid: processID }),
    async query<Row extends object>(sql: string, values: readonly unknown[] = []) {
      try {
        return (await answers(queryTimeoutMs, () => client.query<Row>(sql, [...values]))).rows;
      } catch (error) {
        throw databaseError(address, error);
      }
    },
    close,
  };
}

/** Opens, does, closes, whatever happens. */
export async function withDatabase<T>(
  address: DatabaseAddress,
  act: (database: Database) => Promise<T>,
  options: DatabaseOptions = {},
): Promise<T> {
  const database = await openDatabase(address, options);
  try {
    return await act(database);
  } finally {
    await database.close().catch(() => undefined);
  }
}
