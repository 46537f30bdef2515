import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { managerApi } from '../../src/io/workloads/manager-api.ts';
import { proveSession } from '../../src/io/workloads/prove-session.ts';
import { secret } from '../../src/lib/secret.ts';
import { inventoryOf, type Lab, openLab, sql, storeOf } from './lab.ts';
import { sessionsOf } from './sessions.ts';
import { workloadsAlike } from './workloads-alike.ts';

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
    const { exitCode, json } = await lab.json('status', '--cluster', cluster);
    expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
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

  it('has its workloads seen by the API as they are in the database', async () => {
    const sessions = sessionsOf(await inventoryOf(cluster));
    await sessions.begin('seen-by-both');
    const seen = await workloadsAlike(lab, cluster);
    await sessions.end('seen-by-both');
    expect(seen).toMatchObject({ release: version, sessions: [{ name: 'seen-by-both', slots: { cpu: 1 } }] });
  });

  it('names a slot that its table lacks, and adds it', async () => {
    const inventory = await inventoryOf(cluster);
    await storeOf(inventory).put('config/resource_slots/labgpu.device', 'unique');
    const on = ['--cluster', cluster];
    expect((await lab.json('status', ...on)).json.findings).toMatchObject([
      { code: 'agent.slots-unknown', detail: 'labgpu.device, which no agent has yet' },
    ]);
    const { exitCode } = await lab.json('check', ...on, '--fix', 'agent.slots-unknown', '--yes');
    expect(exitCode).toBe(0);
    const added = "SELECT slot_type FROM resource_slot_types WHERE slot_name = 'labgpu.device'";
    expect(await sql(inventory, added)).toEqual([{ slot_type: 'unique' }]);
    expect((await lab.json('status', ...on)).json.findings).toEqual([]);
  });
});
