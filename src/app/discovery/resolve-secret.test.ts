import { describe, expect, it } from 'vitest';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import type { Host } from '../../io/hosts/port.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { resolveSecret } from './resolve-secret.ts';
import { secretHosts } from './secret-hosts.ts';

const toml = '/home/bai/manager/manager.toml';
const variables = '/etc/backend.ai/manager.env';
const plain = '/etc/backend.ai/plain.env';
const files = new Map([
  [plain, { content: "PASSWORD=1e5\nOTHER=2026-11-28\nTHIRD='0x1F'\n" }],
  [toml, { content: '[db]\npassword = "very-secret"\n[api.manager]\nauth-key = "other"\n' }],
  [variables, { content: '# theirs\nBACKEND_DB_PASSWORD=very secret # 1\nexport OTHER="in quotes"\n' }],
]);
const host = simulatedHost('local', files);
const inventory = simulatedInventory([simulatedMember('m1', 'manager')]);
const hosts = secretHosts(inventory, () => host);

const resolve = (from: string, file: string, key: string, on = hosts) =>
  resolveSecret('database.password', { from, file, key }, on);

describe('a secret on a host', () => {
  it.each([
    ['a key of TOML', 'm1', toml, 'db.password', 'very-secret'],
    ['a key that releases spell in two ways', 'm1', toml, 'api.manager.auth_key', 'other'],
    ['a variable', 'm1', variables, 'BACKEND_DB_PASSWORD', 'very secret # 1'],
    ['a variable that looks like a number', 'm1', plain, 'PASSWORD', '1e5'],
    ['a variable that looks like a day', 'm1', plain, 'OTHER', '2026-11-28'],
    ['a variable in quotes, by the name of the host', 'local', variables, 'OTHER', 'in quotes'],
  ])('is read as %s', async (_what, from, file, key, value) => {
    expect((await resolve(from, file, key)).reveal()).toBe(value);
  });

  it.each([
    ['its key is not there', 'm1', toml, 'db.word', /no such key/],
    ['its file is not there', 'm1', '/none.toml', 'db.password', /no such file/],
    ['nobody is named so', 'm9', toml, 'db.password', /neither a member nor a host/],
  ])('is refused where %s, without what the file holds', async (_what, from, file, key, message) => {
    const refusal = await Promise.resolve()
      .then(() => resolve(from, file, key))
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      code: 'cluster.secret-missing',
      exit: 64,
      message: expect.stringMatching(message),
    });
    expect(JSON.stringify(refusal) + String(refusal)).not.toContain('very');
  });

  it('is not read from the database, unless it is that of the API', async () => {
    const refusal = resolveSecret('etcd.password', { from: 'database' }, hosts);
    await expect(refusal).rejects.toMatchObject({ code: 'cluster.secret-missing' });
  });

  it('is read as root where the user may not', async () => {
    const refused = async () => {
      throw Object.assign(new Error('permission denied'), { code: 'EACCES' });
    };
    const closed: Host = { ...host, readText: refused, asRoot: () => host };
    const found = await resolve(
      'm1',
      toml,
      'db.password',
      secretHosts(inventory, () => closed),
    );
    expect(found.reveal()).toBe('very-secret');
    const nobody = { ...closed, asRoot: () => closed };
    await expect(
      resolve(
        'm1',
        toml,
        'db.password',
        secretHosts(inventory, () => nobody),
      ),
    ).rejects.toThrow('permission');
  });
});
