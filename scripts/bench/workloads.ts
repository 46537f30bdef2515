import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { loadInventory } from '../../src/app/discovery/load-inventory.ts';
import { serviceOf } from '../../src/app/wiring/service-of.ts';
import { componentNamed } from '../../src/core/components/index.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { inDatabase } from '../busy/in-database.ts';
import { root } from '../lib/baiup.ts';
import { fill, type Size, withSandbox } from './sized-sandbox.ts';

export interface WorkloadsFigures {
  readonly sessions: number;
  readonly forms: readonly {
    readonly form: string;
    readonly seconds: number;
    /** Seconds of CPU that baiup took: they hardly depend on what else the machine does. */
    readonly cpu: number;
    readonly rssMb: number;
    readonly lines: number;
  }[];
}

/** Has a command say at its end how much memory it took at most, and how much CPU. */
const saysCost = `--import=data:text/javascript,${encodeURIComponent(
  `process.on('exit', () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    process._rawDebug('rss ' + maxRSS / 1024 + ' cpu ' + (userCPUTime + systemCPUTime) / 1e6) })`,
)}`;

/**
 * All that was filled in has ended: a few of them wait now, all others run. The manager is stopped: the database is asked
 * where it does not serve, and a thousand that wait would keep one processor busy with finding them an agent.
 */
async function revive(cluster: string): Promise<void> {
  const { inventory } = await loadInventory(cluster);
  for (const member of inventory.components.filter(({ component }) => component === 'manager'))
    await serviceOf(thisMachine, member, []).stop(componentNamed('manager').stopSignal, {
      timeoutMs: 60_000,
    });
  await inDatabase(
    inventory,
    async (database) => {
      await database.query(
        `UPDATE sessions SET status = CASE WHEN random() < 0.01 THEN 'PENDING' ELSE 'RUNNING' END::sessionstatus, terminated_at = NULL`,
      );
      await database.query('ANALYZE sessions');
    },
    { queryTimeoutMs: 600_000 },
  );
}

function listed(cluster: string, folder: string, form: string): WorkloadsFigures['forms'][number] {
  const file = join(folder, `workloads.${form}`);
  const words = ['workloads', '--cluster', cluster, '--source', 'database', '--format', form];
  const start = performance.now();
  const { status, stderr } = spawnSync(join(root, 'bin/baiup'), words, {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: saysCost },
    stdio: ['ignore', openSync(file, 'w'), 'pipe'],
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`baiup workloads ended with ${status}: ${stderr}`);
  const lines = Number(spawnSync('wc', ['-l', file], { encoding: 'utf8' }).stdout.split(' ')[0]);
  const said = (what: string): number =>
    Number(new RegExp(`${what} ([\\d.]+)`).exec(stderr)?.[1] ?? Number.NaN);
  return { form, seconds, cpu: said('cpu'), rssMb: said('rss'), lines };
}

/** How long it takes to list many sessions, and how much memory, from a sandbox's database. */
export async function benchWorkloads(size: Size): Promise<WorkloadsFigures> {
  const sessions = { smallest: 1_000, sandbox: 100_000, tenth: 100_000, million: 1_000_000 }[size];
  return withSandbox({ at: '24.03.11' }, async (cluster, folder) => {
    fill(cluster, ['--sessions', String(sessions), '--users', '1000', '--folders', '1000']);
    await revive(cluster);
    return { sessions, forms: ['text', 'csv', 'json'].map((form) => listed(cluster, folder, form)) };
  });
}
