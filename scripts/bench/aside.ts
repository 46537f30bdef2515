import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadInventory } from '../../src/app/discovery/load-inventory.ts';
import { componentNamed } from '../../src/core/components/index.ts';
import type { CaptureMode } from '../../src/core/plan/plan.ts';
import { type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { processService } from '../../src/io/services/process.ts';
import { layoutOf } from '../../src/sandbox/layout.ts';
import { componentsOf } from '../../src/sandbox/members.ts';
import { backendOf, loadRecord } from '../../src/sandbox/record.ts';
import { startAndWait } from '../../src/sandbox/start-and-wait.ts';
import { addressOf } from '../busy/in-database.ts';
import { baiupJson } from '../lib/baiup.ts';
import type { RunShown } from '../lib/shapes.ts';
import { type Size, withSandbox } from './sized-sandbox.ts';

/** Seconds of an upgrade and of its way back with one kind of capture. */
export interface CaptureFigures {
  /** Inside the stop. */
  readonly capture: number;
  readonly downtime: number;
  readonly back: number;
}

export interface AsideFigures {
  readonly by: Readonly<Record<CaptureMode, CaptureFigures>>;
  /** Seconds without service when the same cluster is only stopped and started. */
  readonly stopAndStart: number;
  /** A copy on the server, by its own statement alone. */
  readonly copy: number;
  /** Whether owner, rights, settings, limit and comment are those of before. */
  readonly equal: boolean;
}

/** All that a database is beside what is in it, as `\l+` and `\drds` tell it. */
const dressOf = (address: DatabaseAddress) =>
  withDatabase(address, (database) =>
    database.query(
      `SELECT pg_get_userbyid(datdba) AS owner, ARRAY(SELECT unnest(datacl)::text ORDER BY 1) AS acl, datconnlimit,
         encoding, datcollate, dattablespace, shobj_description(d.oid, 'pg_database') AS comment,
         ARRAY(SELECT coalesce(r.rolname, '') || ' ' || s.setconfig::text FROM pg_db_role_setting s
               LEFT JOIN pg_roles r ON r.oid = s.setrole WHERE s.setdatabase = d.oid ORDER BY 1) AS settings,
         ARRAY(SELECT defaclacl::text FROM pg_default_acl ORDER BY 1) AS defaults
       FROM pg_database d WHERE datname = current_database()`,
    ),
  );

/** Gives it what a plain copy would lack, so that it can be compared afterwards. */
const dress = (address: DatabaseAddress) =>
  withDatabase(address, async (database) => {
    const name = `"${address.name}"`;
    await database.query('CREATE ROLE bench_reader');
    await database.query(`GRANT CONNECT ON DATABASE ${name} TO bench_reader WITH GRANT OPTION`);
    await database.query(`ALTER DATABASE ${name} SET work_mem TO '5MB'`);
    await database.query(`ALTER ROLE ${address.user} IN DATABASE ${name} SET timezone TO 'Asia/Seoul'`);
    await database.query(`ALTER DATABASE ${name} CONNECTION LIMIT 177`);
    await database.query(`COMMENT ON DATABASE ${name} IS 'of the benchmark'`);
  });

async function timedCopy(address: DatabaseAddress, from: string): Promise<number> {
  return withDatabase(
    { ...address, name: 'postgres' },
    async (server) => {
      const start = performance.now();
      await server.query(`CREATE DATABASE bench_copy TEMPLATE "${from}" STRATEGY FILE_COPY`);
      const seconds = (performance.now() - start) / 1000;
      await server.query('DROP DATABASE bench_copy');
      return seconds;
    },
    { queryTimeoutMs: 3_600_000 },
  );
}

/** Ends all programs of the sandbox side by side, and starts them again until each does real work. */
async function stopAndStart(): Promise<number> {
  const layout = layoutOf('sandbox');
  const record = await loadRecord(layout);
  if (!record) throw new Error(`${layout.folder} holds no sandbox`);
  const ingredients = { layout, record };
  const all = componentsOf(record.version, backendOf(record));
  const start = performance.now();
  await Promise.all(
    all.map((each) =>
      processService(thisMachine, layout.service(each)).stop(componentNamed(each).stopSignal, {
        timeoutMs: 30_000,
      }),
    ),
  );
  await Promise.all(all.map((each) => startAndWait(ingredients, each)));
  return (performance.now() - start) / 1000;
}

/** The same major hop and its way back with either capture, in one run on one cluster. */
export async function benchAside(size: Size): Promise<AsideFigures> {
  return withSandbox({ at: '24.03.11', size }, async (cluster, folder) => {
    const on = ['--cluster', cluster];
    const plan = join(folder, 'plan.json');
    const address = await addressOf((await loadInventory(cluster)).inventory);
    await dress(address);
    const before = await dressOf(address);
    const seen: boolean[] = [];
    let copy = 0;
    const figuresOf = async (mode: CaptureMode): Promise<CaptureFigures> => {
      await baiupJson(['plan', '24.09.4', ...on, '--capture', mode, '-o', plan]);
      const { run } = await baiupJson<RunShown>(['apply', plan, ...on, '--yes', '--no-rehearsal']);
      const up = await baiupJson<RunShown & { copies: { name: string }[] }>(['show', run], { shown: false });
      seen.push(isDeepStrictEqual(await dressOf(address), before));
      const [kept] = up.copies;
      if (kept) copy = await timedCopy(address, kept.name);
      await baiupJson(['rollback', run, ...on, '--yes']);
      seen.push(isDeepStrictEqual(await dressOf(address), before));
      const down = await baiupJson<RunShown>(['show', run], { shown: false });
      const capture = up.steps.find(({ step }) => step === '1.capture.database')?.seconds ?? 0;
      return { capture, downtime: up.downtime.actual, back: down.downtime.back ?? 0 };
    };
    const by = { dump: await figuresOf('dump'), aside: await figuresOf('aside') };
    return { by, copy, stopAndStart: await stopAndStart(), equal: seen.every(Boolean) };
  });
}
