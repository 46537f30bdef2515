import { Socket } from 'node:net';
import type { Secret } from '../../../lib/secret.ts';
import { closeClient, openClient } from '../../database/open-client.ts';
import type { PostgresWay } from '../../database/postgres-stream.ts';
import { storeError } from './store-error.ts';

/** Where a store is, and who asks. */
export interface StoreAddress extends PostgresWay {
  readonly name: string;
  readonly user: string;
  readonly password: Secret;
  /** Milliseconds that whoever must write waits for a store that was lost; five minutes unless told. */
  readonly lostAfterMs?: number;
}

/** One connection to a store. */
export interface StoreSession {
  /** Rows of one statement. @throws BaiupError `store.*` */
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** Whether it can be asked still. */
  lives(): boolean;
  close(): Promise<void>;
}

const queryTimeoutMs = 30_000;

/**
 * Opens a connection. While nothing is asked it keeps no process alive.
 * @throws BaiupError `store.unreachable`, `store.refused`, `store.tls`
 */
export async function openStoreSession(address: StoreAddress): Promise<StoreSession> {
  const { client, stream } = await openClient(address, { queryTimeoutMs }).catch((error: unknown) => {
    throw storeError(address, error);
  });
  let isOver = false;
  let asked = 0;
  client.on('end', () => {
    isOver = true;
  });
  const keep = (isNeeded: boolean): void => {
    if (stream instanceof Socket) stream[isNeeded ? 'ref' : 'unref']();
  };
  keep(false);
  const close = async (): Promise<void> => {
    isOver = true;
    await closeClient({ client, stream }).catch(() => undefined);
  };
  return {
    query: async <Row extends object>(sql: string, values?: readonly unknown[]) => {
      asked += 1;
      keep(true);
      try {
        return (await client.query<Row>(sql, values && [...values])).rows;
      } catch (error) {
        const told = storeError(address, error);
        // Whatever it still says is no answer to the next question.
        if (told.code === 'store.unreachable') void close();
        throw told;
      } finally {
        asked -= 1;
        if (asked === 0) keep(false);
      }
    },
    lives: () => !isOver,
    close,
  };
}
