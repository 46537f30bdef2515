import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { onlyKinds } from '../../core/plan/only-kinds.ts';
import type { PlannedStep } from '../../core/plan/plan.ts';
import { secret } from '../../lib/secret.ts';
import { guard } from './guard.ts';
import { scratchConfiguration } from './scratch-configuration.ts';

const step = (id: string, needs: string[], estimate = 1): PlannedStep => ({
  id,
  kind: id.split('.')[0] ?? '',
  title: id,
  params: {},
  needs,
  hosts: [],
  estimate,
});

describe('the guard of a rehearsal', () => {
  const good = { dataFolder: '/scratch/data', scratchLock: 'mark', clusterLock: undefined };
  it('lets copies pass', () => {
    expect(() => guard(good, '/scratch/data', 'mark')).not.toThrow();
    expect(() => guard({ ...good, clusterLock: 'r-1' }, '/scratch/data', 'mark')).not.toThrow();
  });

  it.each([
    ["the cluster's database", { dataFolder: '/var/lib/postgresql/15/main' }],
    ['another etcd', { scratchLock: undefined }],
    ["the cluster's etcd", { clusterLock: 'mark' }],
  ])('stops at %s', (_what, change) => {
    expect(() => guard({ ...good, ...change }, '/scratch/data', 'mark')).toThrow(
      expect.objectContaining({ code: 'rehearsal.not-a-copy', exit: 2 }),
    );
  });
});

describe("a copied manager's configuration", () => {
  const location = {
    postgres: { port: 15000, user: 'postgres', password: secret('scratch'), data: '/scratch/data' },
    etcd: { port: 15001 },
    database: 'backend',
  };

  it('names only the scratch servers, and keeps the rest', () => {
    const text = `
      [etcd]
      namespace = "local"
      addr = { host = "etcd.example.org", port = 2379 }
      user = "root"
      password = "etcd-secret"
      [db]
      addr = { host = "db.example.org", port = 5432 }
      name = "backend"
      user = "manager"
      password = "db-secret"
      pool-size = 8
      [manager]
      num-proc = 4`;
    const copy = scratchConfiguration(text, location);
    expect(copy).not.toMatch(/example\.org|-secret/);
    expect(parse(copy)).toMatchObject({
      etcd: { namespace: 'local', addr: { host: '127.0.0.1', port: 15001 } },
      db: { addr: { host: '127.0.0.1', port: 15000 }, user: 'postgres', 'pool-size': 8 },
      manager: { 'num-proc': 4 },
    });
  });

  it('says that it cannot be read', () => {
    expect(() => scratchConfiguration('[db', location)).toThrow(
      expect.objectContaining({ code: 'rehearsal.configuration' }),
    );
  });
});

it('takes some kinds of steps in the order they had, also by way of those left out', () => {
  const steps = [
    step('capture', []),
    step('stop', ['capture']),
    step('start', ['stop']),
    step('prove', ['start']),
  ];
  expect(onlyKinds(steps, new Set(['capture', 'prove'])).map(({ id, needs }) => [id, needs])).toEqual([
    ['capture', []],
    ['prove', ['capture']],
  ]);
});
