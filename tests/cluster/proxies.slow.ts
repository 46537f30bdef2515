import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { waitFor } from '../../src/lib/wait.ts';
import { dumpLines, inventoryOf, type Lab, openLab, sql } from './lab.ts';
import { workloadsAlike } from './workloads-alike.ts';

vi.setConfig({ testTimeout: 420_000, hookTimeout: 420_000 });

/** From wsproxy to app-proxy and back, on real packages; the tests build on each other. */
let lab: Lab;
let cluster = '';
let inventory: Inventory;
let before: string[];

const planFile = (): string => join(lab.folder, 'plan.json');
const on = (): string[] => ['--cluster', cluster];

const portOf = (id: string): number =>
  inventory.components.find((each) => each.id === id)?.endpoint.port ?? 0;
const doors = () => sql(inventory, 'SELECT name, wsproxy_addr AS address FROM scaling_groups');
const databases = async (): Promise<unknown[]> =>
  (
    await sql(
      inventory,
      "SELECT datname FROM pg_database WHERE datname IN ('backend', 'appproxy') ORDER BY 1",
    )
  ).map(({ datname }) => datname);

/** The proxies that the cluster has, and those that it has not. */
async function proxies(): Promise<Record<string, string>> {
  // A busy machine has an agent's signs of life come late: the manager takes it for lost meanwhile.
  const { json } = await waitFor(
    async () => {
      const asked = await lab.json('status', ...on());
      if (asked.json.findings.length === 0) return asked;
      throw new Error(JSON.stringify(asked.json.findings));
    },
    { timeoutMs: 120_000, everyMs: 1000, what: 'a cluster without findings' },
  );
  const all = json.components.map(
    ({ id, version, absent, healthy }: Record<string, string>) =>
      [id, absent ?? `${version} ${healthy}`] as const,
  );
  return Object.fromEntries(all.filter(([id]: [string]) => id.startsWith('p')));
}

beforeAll(async () => {
  lab = await openLab();
  const { exitCode, json } = await lab.json('sandbox', 'up', '--at', '25.12.1');
  expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
  cluster = json.cluster;
  inventory = await inventoryOf(cluster);
  before = await dumpLines(inventory);
});

afterAll(async () => {
  const { exitCode } = await lab.run(['sandbox', 'down']);
  await lab.close();
  expect(exitCode).toBe(0);
});

describe('a real cluster with wsproxy', () => {
  it('has its workloads seen by the API as they are in the database', async () => {
    expect(await workloadsAlike(lab, cluster)).toMatchObject({
      release: '25.12.1',
      agents: [{ status: 'ALIVE' }],
    });
  });

  it('is refused a plan while the new database cannot be reached', async () => {
    const elsewhere = join(lab.folder, 'elsewhere.yaml');
    const text = await readFile(cluster, 'utf8');
    await writeFile(
      elsewhere,
      text.replace(/(database:\n\s+host: \S+\n\s+port: )\d+(\n\s+name: appproxy)/, '$11$2'),
      { mode: 0o600 },
    );
    const { exitCode, json } = await lab.json('plan', '25.13.4', '--cluster', elsewhere);
    expect(exitCode).toBe(2);
    expect(json.findings).toMatchObject([{ code: 'proxy.database', severity: 'blocker', subject: 'pc1' }]);
  });

  it('comes to app-proxy: its database is made, the resource groups point at it', async () => {
    expect(await proxies()).toEqual({ p1: '25.12.1 true', pc1: 'not-yet', pw1: 'not-yet' });
    expect(await databases()).toEqual(['backend']);
    const planned = await lab.json('plan', '25.13.4', ...on(), '-o', planFile());
    expect(planned.exitCode).toBe(0);
    const { exitCode, json } = await lab.json('apply', planFile(), ...on(), '--yes', '--no-rehearsal');
    expect({ exitCode, state: json.state }).toEqual({ exitCode: 0, state: 'done' });
    expect(await proxies()).toEqual({ p1: 'no-longer', pc1: '25.13.4 true', pw1: '25.13.4 true' });
    expect(await databases()).toEqual(['appproxy', 'backend']);
    expect(await doors()).toEqual([{ name: 'default', address: `http://127.0.0.1:${portOf('pc1')}` }]);
  });

  it('goes back to wsproxy, with everything as it was', async () => {
    const { exitCode, json } = await lab.json('rollback', 'r-1', ...on(), '--yes');
    expect({ exitCode, state: json.state }).toEqual({ exitCode: 0, state: 'rolled-back' });
    expect(await proxies()).toEqual({ p1: '25.12.1 true', pc1: 'not-yet', pw1: 'not-yet' });
    expect(await databases()).toEqual(['backend']);
    expect(await doors()).toEqual([{ name: 'default', address: `http://127.0.0.1:${portOf('p1')}` }]);
    expect(await dumpLines(inventory)).toEqual(before);
  });
});
