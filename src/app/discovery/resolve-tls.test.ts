import { expect, it } from 'vitest';
import type { DeclaredTls } from '../../core/cluster/server-tls.ts';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { resolveTls } from './resolve-tls.ts';
import { secretHosts } from './secret-hosts.ts';

const ca = '-----BEGIN CERTIFICATE-----\nof the authority\n-----END CERTIFICATE-----\n';
const key = '-----BEGIN PRIVATE KEY-----\nvery-secret\n-----END PRIVATE KEY-----\n';
const here = simulatedHost('this machine', new Map([['/etc/pg/ca.pem', { content: ca }]]));
const there = simulatedHost(
  'h1',
  new Map([
    ['/etc/pg/own.pem', { content: ca }],
    ['/etc/pg/own.key', { content: key }],
    ['/etc/pg/none', { content: 'very-secret' }],
  ]),
);
const inventory = simulatedInventory([simulatedMember('m1', 'manager')]);
const resolve = (declared: DeclaredTls | undefined) =>
  resolveTls('database.tls', declared, { here, hosts: secretHosts(inventory, () => there) });

it('is nothing where cluster.yaml says nothing, and a word where it says a word', async () => {
  expect(await resolve(undefined)).toBeUndefined();
  expect(await resolve('require')).toEqual({ mode: 'require' });
});

it('has what is in the files, here and on hosts, and shows no key', async () => {
  const tls = await resolve({
    mode: 'verify',
    ca: '/etc/pg/ca.pem',
    cert: { from: 'm1', file: '/etc/pg/own.pem' },
    key: { from: 'm1', file: '/etc/pg/own.key' },
    name: 'db.example',
  });
  expect(tls).toMatchObject({ mode: 'verify', ca, cert: ca, name: 'db.example' });
  expect(tls?.key?.reveal()).toBe(key);
  expect(JSON.stringify(tls)).not.toContain('very-secret');
});

it.each<[string, DeclaredTls, RegExp]>([
  [
    'there is none here',
    { mode: 'verify', ca: '/none.pem' },
    /database\.tls\.ca in cluster\.yaml names \/none\.pem on this machine.*: there is no such file$/,
  ],
  [
    'one on a host is something else',
    { mode: 'verify', cert: '/etc/pg/ca.pem', key: { from: 'm1', file: '/etc/pg/none' } },
    /database\.tls\.key in cluster\.yaml names \/etc\/pg\/none on h1.*: it is no PEM file$/,
  ],
])('is refused where %s, without what the file holds', async (_what, declared, message) => {
  const refusal = await resolve(declared).catch((error: unknown) => error);
  expect(refusal).toMatchObject({
    code: 'cluster.tls-file',
    exit: 64,
    message: expect.stringMatching(message),
  });
  expect(JSON.stringify(refusal) + String(refusal)).not.toContain('very-secret');
});
