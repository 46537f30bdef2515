import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { managerApi } from '../../src/io/workloads/manager-api.ts';
import { proveSession } from '../../src/io/workloads/prove-session.ts';
import { secret } from '../../src/lib/secret.ts';
import { inventoryOf, type Lab, openLab } from './lab.ts';

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
});
