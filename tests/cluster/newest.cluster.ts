import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { managerApi } from '../../src/io/workloads/manager-api.ts';
import { proveSession } from '../../src/io/workloads/prove-session.ts';
import { secret } from '../../src/lib/secret.ts';
import { inventoryOf, type Lab, openLab, sql } from './lab.ts';

/** The newest release that was looked at: every part of it on one machine. */
const version = '26.09.6';
let lab: Lab;
let cluster = '';

beforeAll(async () => {
  lab = await openLab();
  const { exitCode, json } = await lab.json('sandbox', 'up', '--at', version);
  expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
  cluster = json.cluster;
});

afterAll(async () => {
  const { exitCode } = await lab.run(['sandbox', 'down']);
  await lab.close();
  expect(exitCode).toBe(0);
});

describe(`a real cluster at ${version}`, () => {
  it('is healthy, in every part', async () => {
    const { json } = await lab.json('status', '--cluster', cluster);
    const parts = json.components.filter(({ absent }: { absent?: string }) => absent === undefined);
    expect(parts.map(({ id }: { id: string }) => id).sort()).toEqual(['a1', 'm1', 'pc1', 'pw1', 's1', 'w1']);
    for (const part of parts) expect(part).toMatchObject({ version, healthy: true });
  });

  it('starts a session, uses it, and ends it', async () => {
    const { api, proof } = await inventoryOf(cluster);
    if (typeof api.secretKey !== 'string') throw new Error('a sandbox keeps its keys in its own file');
    const manager = managerApi({ ...api, secretKey: secret(api.secretKey) });
    const seconds = await proveSession(manager, { request: { name: 'newest-release', ...proof } });
    expect(seconds.running).toBeGreaterThan(0);
    expect(await manager.sessionState('newest-release')).toMatchObject({ status: 'TERMINATED' });
  });

  it('names the agents whose slots its table lacks, and adds them', async () => {
    const inventory = await inventoryOf(cluster);
    await sql(
      inventory,
      `CREATE TEMP TABLE one AS SELECT * FROM agents LIMIT 1;
      UPDATE one SET id = 'i-mig-1', status = 'LOST', available_slots = '{"cuda.device:3g.20gb-mig": "2"}';
      INSERT INTO agents SELECT * FROM one`,
    );
    const on = ['--cluster', cluster];
    const { json } = await lab.json('status', ...on);
    expect(json.findings).toMatchObject([
      { code: 'agent.slots-unknown', summary: expect.stringContaining('every heartbeat of i-mig-1 fails') },
    ]);
    const { exitCode } = await lab.json('check', ...on, '--fix', 'agent.slots-unknown', '--yes');
    expect(exitCode).toBe(0);
    const resources = `INSERT INTO agent_resources (agent_id, slot_name, capacity)
      VALUES ('i-mig-1', 'cuda.device:3g.20gb-mig', 2) RETURNING 1`;
    expect(await sql(inventory, resources)).toHaveLength(1);
    expect((await lab.json('status', ...on)).json.findings).toEqual([]);
  });
});
