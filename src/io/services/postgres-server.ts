import { join } from 'node:path';
import pg from 'pg';
import { prefixed } from '../../lib/command.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Secret } from '../../lib/secret.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import type { Server, ServerLocation } from './server.ts';
import { serverOf } from './server-of.ts';
import { requireUnprivileged, unprivileged } from './unprivileged.ts';

export interface PostgresLocation extends ServerLocation {
  /** Of its superuser `postgres`. */
  readonly password: Secret;
  /** Faster, and may lose its data when the machine dies. */
  readonly scratch?: boolean;
}

export interface PostgresServer extends Server {
  /** Makes the data folder; one that is whole is left alone. */
  init(signal?: AbortSignal): Promise<void>;
  /** Drops the database where it exists, and creates it empty. */
  createDatabase(name: string): Promise<void>;
  /** Changes settings of a server that runs, from now on and for its next starts. */
  set(values: Readonly<Record<string, string>>): Promise<void>;
  connect(database: string): Promise<pg.Client>;
}

export const postgresUser = 'postgres';

/** For data that may be lost when the machine dies. */
export const quickWrites = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } as const;

/** A PostgreSQL server of our own: on 127.0.0.1 only, without Unix sockets (their paths may not be long). */
export function postgresServer(location: PostgresLocation, programs: PostgresPrograms): PostgresServer {
  const data = join(location.folder, 'data');
  const whole = join(location.folder, 'initialised');
  const { host = thisMachine } = location.there ?? {};
  const connection = async (database: string) => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port: location.port,
      user: postgresUser,
      password: location.password.reveal(),
      database,
      // Whatever PGSSLMODE says to the operator's own programs: it speaks none.
      ssl: false,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const server = serverOf(location, {
    title: 'PostgreSQL',
    where: `port ${location.port}`,
    argv: unprivileged(
      prefixed(location.tie ?? [], [programs.postgres, '-D', data, ...settings(location)]),
      location.there?.user,
    ),
    // "Fast": ends sessions, writes everything out.
    stopSignal: 'SIGINT',
    answers: async () => {
      const client = await connection('postgres');
      await client.end();
    },
  });
  return {
    ...server,
    connect: connection,
    init: async (signal) => {
      if (await host.stat(whole)) return;
      await requireUnprivileged(host, location.there?.user);
      await initdb(location, programs, data, signal);
      await host.writeText(whole, '');
    },
    set: async (values) => {
      const client = await connection('postgres');
      try {
        for (const [name, value] of Object.entries(values)) {
          const [key, quoted] = [client.escapeIdentifier(name), client.escapeLiteral(value)];
          await client.query(`ALTER SYSTEM SET ${key} = ${quoted}`);
        }
        await client.query('SELECT pg_reload_conf()');
      } finally {
        await client.end();
      }
    },
    createDatabase: async (name) => {
      const client = await connection('postgres');
      try {
        const quoted = client.escapeIdentifier(name);
        await client.query(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`);
        await client.query(`CREATE DATABASE ${quoted}`);
      } finally {
        await client.end();
      }
    },
  };
}

function settings(location: PostgresLocation): readonly string[] {
  const values = [
    'listen_addresses=127.0.0.1',
    `port=${location.port}`,
    'unix_socket_directories=',
    ...(location.scratch ? Object.entries(quickWrites).map((each) => each.join('=')) : []),
  ];
  return values.flatMap((value) => ['-c', value]);
}

async function initdb(
  location: PostgresLocation,
  programs: PostgresPrograms,
  data: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { host = thisMachine, user } = location.there ?? {};
  await host.remove(data);
  await host.makeFolder(location.folder);
  const passwordFile = join(location.folder, 'initial-password');
  await host.writeText(passwordFile, `${location.password.reveal()}\n`);
  try {
    const who = ['--username', postgresUser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
    const what = ['--encoding', 'UTF8', '--no-locale', '--no-sync', '--pgdata', data];
    await host.run({
      argv: unprivileged([programs.initdb, ...who, ...what], user),
      cwd: location.folder,
      env: { ...location.env },
      timeoutMs: 120_000,
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    throw new BaiupError(
      'postgres.not-initialised',
      `no PostgreSQL could be set up in ${location.folder}: ${error}`,
      {
        cause: error,
      },
    );
  } finally {
    await host.remove(passwordFile);
  }
}
