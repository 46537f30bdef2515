import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EtcdAddress, etcdClient } from '../../src/io/configstore/etcd-client.ts';
import { etcdStore } from '../../src/io/configstore/etcd-store.ts';
import type { ServerTls } from '../../src/io/hosts/server-tls.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findEtcdServer } from '../../src/io/services/etcd-server.ts';
import { secret } from '../../src/lib/secret.ts';
import { type Authority, type Certified, makeAuthority, pem } from './authority.ts';
import { type TlsEtcd, tlsEtcd } from './tls-etcd.ts';

/** One etcd that asks for certificates of its clients, and one whose own certificate is good for a server alone. */
let folder: string;
let authority: Authority;
let other: Authority;
let client: Certified;
let etcd: TlsEtcd;
let lame: TlsEtcd;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-tls-etcd-'));
  const [program, ...authorities] = await Promise.all([
    findEtcdServer({ wheels: wheelFolder }),
    makeAuthority(folder),
    makeAuthority(folder, 'other'),
  ]);
  [authority, other] = authorities;
  const asked = { subject: '/CN=etcd.example', names: 'DNS:etcd.example' };
  const [own, serverAlone, issued] = await Promise.all([
    authority.issue('own', asked),
    authority.issue('server-alone', { ...asked, use: 'serverAuth' }),
    authority.issue('client', { subject: '/O=baiup', use: 'clientAuth' }),
  ]);
  client = issued;
  [etcd, lame] = await Promise.all([
    tlsEtcd(program, folder, own, authority.ca),
    tlsEtcd(program, folder, serverAlone, authority.ca),
  ]);
});

afterAll(async () => {
  await Promise.all([etcd?.end(), lame?.end()]);
  await rm(folder, { recursive: true, force: true });
});

const shown = async ({ cert, key } = client): Promise<Partial<ServerTls>> => ({
  cert: await pem(cert),
  key: secret(await pem(key)),
});
const verify = async (more: Partial<ServerTls> = {}): Promise<ServerTls> => ({
  mode: 'verify',
  ca: await pem(authority.ca),
  name: 'etcd.example',
  ...(await shown()),
  ...more,
});
const storeAt = (tls?: ServerTls, more: Partial<EtcdAddress> = {}) =>
  etcdStore({ host: '127.0.0.1', port: etcd.port, namespace: 'local', ...(tls ? { tls } : {}), ...more });
const refusal = (tls?: ServerTls, more: Partial<EtcdAddress> = {}) =>
  storeAt(tls, more)
    .get('a')
    .then(
      () => 'it answered',
      (error: unknown) => error,
    );

describe('an etcd that asks for certificates', () => {
  it('is read and written, snapshots and lock and all', async () => {
    const store = storeAt(await verify());
    await store.put('config/a', 'b');
    const snapshot = await store.snapshotNamespace();
    await store.put('config/a', 'c');
    expect(await store.restoreNamespace(snapshot)).toEqual({ put: 1, removed: 0 });
    expect(await storeAt({ mode: 'require', ...(await shown()) }).get('config/a')).toBe('b');
    expect(await store.version()).toMatch(/^3\./);
  });

  it('is reached through a host, under its own name', async () => {
    const through = () => thisMachine.connect({ host: '127.0.0.1', port: etcd.port }, 5_000);
    const { name: _none, ...bare } = await verify();
    const store = storeAt(bare, { host: 'etcd.example', through });
    await store.put('config/through', 'it');
    expect(await store.get('config/through')).toBe('it');
    expect(await refusal(bare, { host: 'localhost', through })).toMatchObject({ code: 'etcd.tls' });
  });

  it('takes a user and a password over it', async () => {
    const call = etcdClient({ host: '127.0.0.1', port: etcd.port, tls: await verify() });
    await call('/v3/auth/user/add', { name: 'root', password: 'root-password' });
    await call('/v3/auth/role/add', { name: 'root' });
    await call('/v3/auth/user/grant', { user: 'root', role: 'root' });
    await call('/v3/auth/enable', {});
    const known = storeAt(await verify(), { user: 'root', password: secret('root-password') });
    await known.put('config/known', 'yes');
    expect(await known.get('config/known')).toBe('yes');
    const named = await shown(await authority.issue('named', { subject: '/CN=root', use: 'clientAuth' }));
    expect(await refusal(await verify(named))).toMatchObject({
      code: 'etcd.tls',
      hint: expect.stringContaining('without a common name'),
    });
    expect(await refusal(await verify())).toMatchObject({
      code: 'etcd.refused',
      hint: expect.stringContaining('etcd.user'),
    });
    const asRoot = etcdClient({
      host: '127.0.0.1',
      port: etcd.port,
      tls: await verify(),
      user: 'root',
      password: secret('root-password'),
    });
    await asRoot('/v3/auth/disable', {});
  });

  it('says what to write where it is asked without, or without a certificate, or with another', async () => {
    expect(await refusal()).toMatchObject({
      code: 'etcd.tls',
      hint: expect.stringContaining('if it speaks TLS, set etcd.tls'),
    });
    const strange = await other.issue('strange', { subject: '/O=baiup', use: 'clientAuth' });
    const { cert: _cert, key: _key, ...without } = await verify();
    for (const how of [without, await verify(await shown(strange))])
      expect(await refusal(how)).toMatchObject({
        code: 'etcd.tls',
        hint: expect.stringContaining('give cert and key under etcd.tls'),
      });
  });

  it('is not taken for another one', async () => {
    const { name: _none, ...bare } = await verify();
    expect(await refusal(bare)).toMatchObject({
      code: 'etcd.tls',
      message: expect.stringContaining('names another host: DNS:etcd.example'),
      hint: expect.stringContaining('name: NAME'),
    });
    expect(await refusal(await verify({ ca: await pem(other.ca) }))).toMatchObject({
      code: 'etcd.tls',
      hint: expect.stringContaining('ca: FILE'),
    });
  });
});

it('an etcd whose certificate is good for a server alone cannot ask itself, and says so', async () => {
  expect(await refusal(await verify(), { port: lame.port })).toMatchObject({
    code: 'etcd.tls',
    hint: expect.stringContaining('clientAuth'),
  });
});
