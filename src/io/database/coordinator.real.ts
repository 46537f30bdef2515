import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import { compareSchemas } from '../../core/schema/drift.ts';
import { proxyDriftAllowed } from '../../core/schema/drift-allowed-proxy.ts';
import { graphOf, headAncestry, idsOf } from '../../core/schema/graph.ts';
import { proxyRoute } from '../../core/schema/proxy-route.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { secret } from '../../lib/secret.ts';
import { cacheHome } from '../../lib/state-home.ts';
import type { Host } from '../hosts/port.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { buildEnvironment } from '../python/build-environment.ts';
import { wheelFolder } from '../python/wheel-folder.ts';
import { findPostgresPrograms } from '../services/find-postgres-programs.ts';
import { freePorts } from '../services/free-ports.ts';
import { type PostgresServer, postgresServer } from '../services/postgres-server.ts';
import { type DatabaseAddress, withDatabase } from './database.ts';
import { makeFreshSchema } from './fresh-schema.ts';
import { introspect } from './introspect.ts';
import { startMigrator } from './migrator.ts';
import { countTables, databaseExists, dropOwnDatabase, makeOwnDatabase, mayCreate } from './own-database.ts';

const version = '25.15.12';
const release = loadCatalog().find(parseVersion(version));
if (!release?.proxySchema) throw new Error(`the catalog lacks the coordinator of ${version}`);
const schema = release.proxySchema;
const head = schema.heads[0] ?? '';
const chain = idsOf(headAncestry(graphOf({ schema })).order);

let folder: string;
let server: PostgresServer;
let base: DatabaseAddress;
let options: {
  readonly host: Host;
  readonly history: 'coordinator';
  readonly python: string;
  readonly workdir: string;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-coordinator-'));
  const [port = 0] = await freePorts(1, new Set());
  const programs = await findPostgresPrograms({ wheels: wheelFolder });
  server = postgresServer({ folder: join(folder, 'postgres'), port, password: secret('x') }, programs);
  await server.init();
  await server.start({ timeoutMs: 30_000 });
  base = { host: '127.0.0.1', port, name: 'postgres', user: 'postgres', password: secret('x') };
  const where = join(cacheHome(), 'test-environments', `app-proxy-coordinator-${version}`);
  const { published, python } = release;
  await buildEnvironment({
    host: thisMachine,
    component: 'app-proxy-coordinator',
    version,
    folder: where,
    published,
    python,
  });
  options = { history: 'coordinator', host: thisMachine, python: join(where, 'bin/python'), workdir: folder };
});

afterAll(async () => {
  await server?.stop({ timeoutMs: 10_000 });
  await rm(folder, { recursive: true, force: true });
});

const named = (name: string): DatabaseAddress => ({ ...base, name });

describe("a coordinator's database", () => {
  it('is made and dropped by who made it, and by nobody else', async () => {
    const own = named('own');
    expect(await databaseExists(own)).toBe(false);
    expect(await mayCreate(own)).toBe(true);
    await makeOwnDatabase(own);
    expect(await databaseExists(own)).toBe(true);
    expect(await dropOwnDatabase(own)).toBe(true);
    expect(await databaseExists(own)).toBe(false);
    await server.createDatabase('elses');
    expect(await dropOwnDatabase(named('elses'))).toBe(false);
    expect(await databaseExists(named('elses'))).toBe(true);
  });

  it('is migrated by its own program, from half way by its route', async () => {
    await makeOwnDatabase(named('migrated'));
    const at = { ...options, address: named('migrated') };
    const [begun, rest, middle = ''] = [chain.slice(0, 5), chain.slice(5), chain[4]];
    const first = await startMigrator({ ...at, from: [], run: begun, head });
    expect((await first.go()).revisions.map(({ id }) => id)).toEqual(begun);
    // As the program of a release that ends there would have left it.
    await withDatabase(at.address, (database) =>
      database.query('UPDATE alembic_version SET version_num = $1', [middle]),
    );
    const route = proxyRoute([middle], release, release);
    expect(route).toMatchObject({ kind: 'upgrade', run: rest });
    const second = await startMigrator({ ...at, from: [middle], run: route.run, head });
    expect((await second.go()).rows).toEqual([head]);

    await makeOwnDatabase(named('fresh'));
    await makeFreshSchema({ ...options, address: named('fresh'), head });
    expect(await withDatabase(named('fresh'), countTables)).toBeGreaterThan(5);
    const [migrated, fresh] = await Promise.all(
      ['migrated', 'fresh'].map((name) => withDatabase(named(name), introspect)),
    );
    if (!migrated || !fresh) throw new Error('not both were read');
    const drift = compareSchemas(migrated, fresh, proxyDriftAllowed);
    // What the vendor's revisions forget, and why a new database is made by the models.
    expect(drift.structural.map(({ kind, object }) => `${kind} ${object}`)).toEqual([
      'type-values proxyprotocol',
    ]);
    expect(drift.allowed.length).toBe(proxyDriftAllowed.length);
  });

  it('is refused where it is not as the plan expects', async () => {
    const migrator = await startMigrator({
      ...options,
      address: named('migrated'),
      from: [chain[0] ?? ''],
      run: chain.slice(1),
      head,
    });
    await expect(migrator.go()).rejects.toMatchObject({ code: 'migrator.wrong-start' });
  });
});
