import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify as toml } from 'smol-toml';
import { stringify } from 'yaml';
import { type Cluster, openCluster } from '../../src/app/wiring/open-cluster.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import {
  type Database,
  type DatabaseAddress,
  openDatabase,
  withDatabase,
} from '../../src/io/database/database.ts';
import { runTool } from '../../src/io/database/tool.ts';
import type { ServerTls } from '../../src/io/hosts/server-tls.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../src/io/services/find-postgres-programs.ts';
import { freePorts } from '../../src/io/services/free-ports.ts';
import { removeScratchServers, startScratchServers } from '../../src/io/services/scratch-servers.ts';
import type { Driven } from './driven.ts';
import { smallPlan } from './small-plan.ts';
import { makeSmallRelease, type SmallRevision } from './small-release.ts';

const sources = { wheels: wheelFolder };

/** Something that waits for this process. */
export interface Held {
  /** Until a baiup has come so far that it waits. */
  readonly waits: (driven: Driven) => Promise<void>;
  readonly release: () => Promise<void>;
}

/** The beginning of a revision that waits until its test lets it go on. */
export const waitsForTest = '    op.execute("SELECT pg_advisory_xact_lock(7)")';

/** A database and an etcd of a few rows and keys that count as a cluster's, with doors as a real one has. */
export interface SmallCluster {
  readonly folder: string;
  readonly cluster: Cluster;
  readonly address: DatabaseAddress;
  sql(text: string): Promise<Record<string, unknown>[]>;
  /** A plan of one hop whose target has these revisions beside the first; equal ones are made once. */
  plan(revisions: readonly SmallRevision[], fresh?: string): Promise<Plan>;
  /** Keeps dumps waiting. */
  lockTables(): Promise<Held>;
  /** Keeps those waiting who want to write to a table. */
  lockWrites(table: string): Promise<Held>;
  /** Keeps migrations waiting whose revision begins with `waitsForTest`. */
  lockMigration(): Promise<Held>;
  /** Gives back the locks that a failed test still holds. */
  releaseAll(): Promise<void>;
  /** Everything in database and etcd. */
  contents(): Promise<{ readonly database: string; readonly etcd: unknown }>;
  /** What rehearsals left: folders, and processes that belong to one. */
  leftovers(): Promise<{ readonly folders: string[]; readonly processes: string[] }>;
  close(): Promise<void>;
}

const rows = `
  CREATE TABLE things (id serial PRIMARY KEY, name varchar(40));
  INSERT INTO things (name) SELECT 'thing ' || n FROM generate_series(1, 1000) n;
  CREATE TABLE users (uuid varchar(40) PRIMARY KEY, email varchar(40));
  CREATE TABLE sessions (id varchar(40) PRIMARY KEY, name varchar(40), access_key varchar(40),
    user_uuid varchar(40), status varchar(40), agent_ids varchar(40)[], created_at timestamp,
    session_type varchar(40));
  CREATE TABLE alembic_version (version_num varchar(32));
  INSERT INTO alembic_version VALUES ('first')`;

/** How its servers are reached where they take no plain connection. */
export interface SecuredServers {
  /** As cluster.yaml has it. */
  readonly database: object;
  readonly etcd: object;
  /** How the test itself asks the database. */
  readonly tls: ServerTls;
  /** What the manager's service has. */
  readonly variables: Readonly<Record<string, string>>;
  /** Where its file finds etcd: no manager speaks TLS with it. */
  readonly managersEtcd: number;
  end(): Promise<void>;
}

type Secure = (
  folder: string,
  postgres: { readonly data: string; readonly set: (settings: Record<string, string>) => Promise<void> },
) => Promise<SecuredServers>;

/** The manager's service, of an environment that nothing has made yet. */
async function describeService(
  folder: string,
  port: number,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const service = {
    name: 'm1',
    environment: join(folder, 'manager-24.03.11'),
    module: 'small_manager',
    arguments: [String(port)],
    cwd: folder,
    log: join(folder, 'm1/log'),
    env,
  };
  await mkdir(join(folder, 'm1'));
  await writeFile(join(folder, 'm1/service.json'), JSON.stringify(service));
}

interface Described {
  readonly hosts: object;
  readonly members: readonly object[];
}

async function clusterFile(
  folder: string,
  { hosts, members }: Described,
  ports: Readonly<Record<'database' | 'etcd' | 'api', number>>,
  password: string,
  secured?: SecuredServers,
) {
  const config = join(folder, 'manager.toml');
  const addr = (to: number) => ({ host: '127.0.0.1', port: to });
  // The manager has the database under a name of its own.
  const seen = { ...addr(ports.database), ...(secured ? { host: 'localhost' } : {}) };
  const db = { addr: seen, name: 'small', user: 'postgres', password };
  await writeFile(
    config,
    toml({ etcd: { namespace: 'local', addr: addr(secured?.managersEtcd ?? ports.etcd) }, db }),
  );
  const file = join(folder, 'cluster.yaml');
  const text = stringify({
    cluster: 'small',
    ...hosts,
    database: { ...addr(ports.database), name: 'small', user: 'postgres', password, ...secured?.database },
    etcd: { ...addr(ports.etcd), namespace: 'local', ...secured?.etcd },
    api: { url: `http://127.0.0.1:${ports.api}`, accessKey: 'none', secretKey: 'none' },
    proof: { image: 'none' },
    components: [
      {
        id: 'm1',
        component: 'manager',
        host: 'here',
        service: { kind: 'process', folder: join(folder, 'm1') },
        config,
        workdir: folder,
        endpoint: addr(ports.api),
      },
      ...members,
    ],
  });
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

/** Processes of servers whose folder lies below another. */
async function serversBelow(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environ = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return environ.includes(`BAIUP_SERVER=${folder}`) ? [pid] : [];
    }),
  );
  return found.flat();
}

/**
 * @param hosts what cluster.yaml says of the host `here`, and how SSH reaches it
 * @param members beside the manager, as cluster.yaml has them
 * @param secure has its servers take no plain connection
 */
export async function openSmallCluster(
  hosts: object = { hosts: { here: { transport: 'local' } } },
  members: readonly object[] = [],
  secure?: Secure,
): Promise<SmallCluster> {
  const folder = await mkdtemp(join(tmpdir(), 'baiup-small-'));
  process.env['XDG_STATE_HOME'] = folder;
  delete process.env['BAIUP_HOME'];
  const servers = join(folder, 'servers');
  await mkdir(servers);
  const { postgres, etcd, createDatabase, writeLike } = await startScratchServers(servers, {
    major: 1,
    sources,
    signal: AbortSignal.timeout(120_000),
  });
  await createDatabase('small');
  const { port, user, password } = postgres;
  const secured = await secure?.(folder, { data: postgres.data, set: writeLike });
  const tls = secured ? { tls: secured.tls } : {};
  const address = { host: '127.0.0.1', port, user, password, name: 'small', ...tls };
  const sql: SmallCluster['sql'] = (text) => withDatabase(address, (database) => database.query(text));
  await sql(rows);
  const [api = 1] = await freePorts(1);
  await describeService(folder, api, secured?.variables);
  const ports = { database: port, etcd: etcd.port, api };
  const cluster = await openCluster(
    await clusterFile(folder, { hosts, members }, ports, password.reveal(), secured),
  );
  await cluster.store.put('config/docker/registry/cr.example', 'https://cr.example');
  await cluster.store.put('volumes/local', 'here');
  await cluster.store.put('manager/status', 'running');
  const held = new Set<Database>();
  const hold = async (lock: string): Promise<Held> => {
    const database = await openDatabase(address);
    held.add(database);
    await database.query('BEGIN');
    await database.query(lock);
    const waiting = async () => {
      const found = await database.query('SELECT FROM pg_locks WHERE NOT granted');
      return found.length > 0 ? true : undefined;
    };
    return {
      waits: async (driven) => void (await driven.until('it waited', waiting)),
      release: async () => {
        held.delete(database);
        await database.close();
      },
    };
  };
  const rehearsals = join(folder, 'baiup/rehearsals');
  const releases = new Map<string, Promise<string>>();
  return {
    folder,
    cluster,
    address,
    sql,
    plan: async (revisions, fresh) => {
      const all = [{ id: 'first', body: '    pass' }, ...revisions];
      const key = JSON.stringify([all, fresh]);
      const where = join(folder, `release-${releases.size + 1}`);
      const made = releases.get(key) ?? makeSmallRelease(where, all, fresh);
      releases.set(key, made);
      return smallPlan(await made, revisions);
    },
    releaseAll: async () => {
      for (const database of held) await database.close();
      held.clear();
    },
    lockTables: () => hold('LOCK TABLE things IN ACCESS EXCLUSIVE MODE'),
    lockWrites: (table) => hold(`LOCK TABLE ${table} IN SHARE MODE`),
    lockMigration: () => hold('SELECT pg_advisory_xact_lock(7)'),
    contents: async () => {
      const { pgDump } = await findPostgresPrograms(sources);
      const { stdout } = await runTool(thisMachine, address, [pgDump, 'small']);
      const database = stdout.replace(/^\\(un)?restrict .*$/gm, '');
      return { database, etcd: (await cluster.store.snapshotNamespace()).keys };
    },
    leftovers: async () => ({
      folders: await readdir(rehearsals).catch(() => []),
      processes: await serversBelow(rehearsals),
    }),
    close: async () => {
      await secured?.end();
      await removeScratchServers(servers, sources);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
