import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'smol-toml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../../core/cluster/inventory.ts';
import { simulatedInventory, simulatedMember } from '../../core/cluster/simulated-cluster.ts';
import { componentNamed } from '../../core/components/index.ts';
import { thisMachine } from '../../io/hosts/this-machine.ts';
import { secret } from '../../lib/secret.ts';
import { apiTrouble } from './api-trouble.ts';
import { askMember } from './ask-member.ts';
import { apiTrust, tlsOf } from './tls-of.ts';

/** A storage-proxy and a manager whose certificate is their own, for another name than they are reached by. */
let folder: string;
let server: Server;
let plain: ReturnType<typeof createPlainServer>;

const keypair = { accessKey: 'a', secretKey: secret('s') };
const answers: RequestListener = (request, response) =>
  response.end(
    JSON.stringify(
      request.url === '/manager/status'
        ? { status: 'running', active_sessions: 0 }
        : { 'storage-proxy': '24.03.11', manager: '24.03.11' },
    ),
  );
const portOf = (of: { address(): unknown }): number => (of.address() as AddressInfo).port;

async function certify(name: string): Promise<void> {
  const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)];
  const argv = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '30',
    '-subj',
    '/CN=localhost',
    ...files,
  ];
  await promisify(execFile)('openssl', argv);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-tls-'));
  await Promise.all([certify('own'), certify('other')]);
  const [key, cert] = await Promise.all(['own.key', 'own.pem'].map((name) => readFile(join(folder, name))));
  server = createServer({ key, cert }, answers);
  plain = createPlainServer(answers);
  for (const each of [server, plain]) await new Promise<void>((done) => each.listen(0, '127.0.0.1', done));
});

afterAll(async () => {
  server?.close();
  plain?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A member with its file, at a server. */
async function member(
  component: 'storage-proxy' | 'manager',
  { port, on, certificate, tls }: { port: number; on: boolean; certificate?: string; tls?: string },
): Promise<Member> {
  const config = join(folder, `${component}.toml`);
  const own = { 'ssl-enabled': on, ...(certificate ? { 'ssl-cert': certificate } : {}) };
  await writeFile(config, stringify(component === 'manager' ? { manager: own } : { api: { manager: own } }));
  return { ...simulatedMember('s1', component, port), config, workdir: folder, ...(tls ? { tls } : {}) };
}

const ask = async (of: Member) =>
  askMember(of, componentNamed(of.component), {
    agent: async () => undefined,
    agents: async () => [],
    host: thisMachine,
    tls: () => tlsOf(of, thisMachine),
    installed: async () => undefined,
    keypair,
    timeoutMs: 5000,
  });

describe('an endpoint that speaks TLS', () => {
  it.each<[string, Parameters<typeof member>[1]]>([
    ['the certificate of its own file', { port: 0, on: true, certificate: 'own.pem' }],
    [
      'a certificate that cluster.yaml names',
      { port: 0, on: true, certificate: 'other.pem', tls: 'own.pem' },
    ],
    ['cluster.yaml alone, in front of a file without TLS', { port: 0, on: false, tls: 'own.pem' }],
    [
      'no proof at all, where cluster.yaml says so',
      { port: 0, on: true, certificate: 'none.pem', tls: 'insecure' },
    ],
  ])('is trusted by %s', async (_what, given) => {
    const tls = given.tls?.endsWith('.pem') ? { tls: join(folder, given.tls) } : {};
    const of = await member('storage-proxy', { ...given, ...tls, port: portOf(server) });
    expect(await ask(of)).toEqual({ version: '24.03.11', healthy: true });
  });

  it.each<[string, Parameters<typeof member>[1], RegExp]>([
    [
      'another certificate',
      { port: 0, on: true, certificate: 'other.pem' },
      /signed by itself.*; set tls of s1 .* or to insecure$/,
    ],
    [
      'none that can be read',
      { port: 0, on: true, certificate: 'none.pem' },
      /none\.pem on .* cannot be read; set tls of s1/,
    ],
    ['a file that says nothing of it', { port: 0, on: false }, /if it speaks TLS, set tls of s1/],
  ])('is told in words where there is %s', async (_what, given, words) => {
    const of = await member('storage-proxy', { ...given, port: portOf(server) });
    expect(await ask(of)).toEqual({
      version: undefined,
      healthy: false,
      trouble: expect.stringMatching(words),
    });
  });

  it('is told where it speaks none', async () => {
    const of = await member('storage-proxy', { port: portOf(plain), on: true, certificate: 'own.pem' });
    expect(await ask(of)).toMatchObject({ trouble: expect.stringContaining('speaks no TLS') });
  });
});

describe('the API over TLS', () => {
  const trouble = async (tls: string | undefined, certificate: string) => {
    const manager = await member('manager', { port: portOf(server), on: true, certificate });
    const base = simulatedInventory([manager]);
    const inventory = { ...base, api: { ...base.api, ...(tls ? { tls } : {}) } };
    const trust = () =>
      apiTrust(
        inventory,
        () => thisMachine,
        (path) => thisMachine.readText(path),
      );
    return apiTrouble({ url: `https://127.0.0.1:${portOf(server)}`, ...keypair, trust });
  };

  it('is trusted by the managers’ own certificate, by one that cluster.yaml names, or without proof', async () => {
    expect(await trouble(undefined, 'own.pem')).toBeUndefined();
    expect(await trouble(join(folder, 'own.pem'), 'other.pem')).toBeUndefined();
    expect(await trouble('insecure', 'other.pem')).toBeUndefined();
  });

  it('is told in words where it is not', async () => {
    expect(await trouble(undefined, 'other.pem')).toMatch(
      /signed by itself.*; set api\.tls in cluster\.yaml/,
    );
    expect(await trouble('/nowhere.pem', 'own.pem')).toContain('api.tls in cluster.yaml names /nowhere.pem');
    const url = `http://127.0.0.1:${portOf(server)}`;
    expect(await apiTrouble({ url, ...keypair })).toContain('if it speaks TLS, set api.tls');
  });
});
