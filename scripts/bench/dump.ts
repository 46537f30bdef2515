import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadInventory } from '../../src/app/discovery/load-inventory.ts';
import { type DatabaseAddress, withDatabase } from '../../src/io/database/database.ts';
import { dumpDatabase } from '../../src/io/database/dump.ts';
import { restoreDatabase } from '../../src/io/database/restore.ts';
import { type DatabaseTools, runTool, usualJobs } from '../../src/io/database/tool.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../src/io/services/find-postgres-programs.ts';
import { addressOf } from '../busy/in-database.ts';
import { type Size, withSandbox } from './sized-sandbox.ts';

const host = thisMachine;

/** Seconds, ours and manually, in turn so that both meet the same machine; the least of each counts. */
export interface Pair {
  readonly ours: number;
  readonly manual: number;
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return (performance.now() - start) / 1000;
}

/** An empty database beside the cluster's, anew each time. */
async function emptyDatabase(address: DatabaseAddress, name: string): Promise<DatabaseAddress> {
  await withDatabase({ ...address, name: 'postgres' }, async (server) => {
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  });
  return { ...address, name };
}

interface Ground {
  readonly address: DatabaseAddress;
  readonly tools: DatabaseTools;
  readonly folder: string;
}

async function dumpOnce({ address, tools, folder }: Ground): Promise<Pair> {
  const [own, hand] = [join(folder, 'own'), join(folder, 'hand')];
  await rm(hand, { recursive: true, force: true });
  const ours = await timed(() => dumpDatabase({ host, tools, address, folder: own }));
  const argv = [tools.pgDump, '-Fd', '-j', `${await usualJobs(host)}`, '-f', hand, address.name] as const;
  return { ours, manual: await timed(() => runTool(host, address, [...argv])) };
}

async function restoreOnce({ address, tools, folder }: Ground): Promise<Pair> {
  const own = await emptyDatabase(address, 'bench_own');
  const ours = await timed(() => restoreDatabase({ host, tools, address: own, folder: join(folder, 'own') }));
  const manual = await timed(async () => {
    const hand = await emptyDatabase(address, 'bench_hand');
    const words = ['-j', `${await usualJobs(host)}`, '-d', hand.name, join(folder, 'hand')];
    await runTool(host, hand, [tools.pgRestore, ...words]);
  });
  return { ours, manual };
}

async function inTurn(rounds: number, once: () => Promise<Pair>): Promise<Pair> {
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) pairs.push(await once());
  return {
    ours: Math.min(...pairs.map(({ ours }) => ours)),
    manual: Math.min(...pairs.map(({ manual }) => manual)),
  };
}

/**
 * Dump and restore of a sandbox's database, beside `pg_dump -Fd -j`, and `dropdb`, `createdb` and `pg_restore -j`, as an
 * operator types them.
 */
export async function benchDump(size: Size): Promise<{ readonly dump: Pair; readonly restore: Pair }> {
  return withSandbox({ at: '24.03.11', size }, async (cluster, folder) => {
    const tools = await findPostgresPrograms({ wheels: wheelFolder });
    const ground = { address: await addressOf((await loadInventory(cluster)).inventory), tools, folder };
    const rounds = { smallest: 1, sandbox: 5, tenth: 2, million: 2 }[size];
    const dump = await inTurn(rounds, () => dumpOnce(ground));
    return { dump, restore: await inTurn(rounds, () => restoreOnce(ground)) };
  });
}
