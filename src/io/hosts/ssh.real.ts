import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { limiter } from '../../lib/limiter.ts';
import { hostContract } from './contract.ts';
import { jobContract } from './job-contract.ts';
import { hasSshd, ownSshd } from './own-sshd.ts';
import { serveHere } from './serve-here.ts';
import { type SshHost, sshHost } from './ssh-host.ts';

const isThere = await hasSshd();
const timeoutMs = 10_000;

afterAll(() => {
  const why = 'left out: hosts by SSH, because this machine has no sshd (openssh-server)\n';
  if (!isThere) process.stderr.write(why);
});

describe.skipIf(!isThere)('a host by SSH', () => {
  let server: Awaited<ReturnType<typeof ownSshd>>;
  const opened: { close(): void }[] = [];
  const open = (more: Partial<SshHost> = {}) => {
    const { destination, port, config } = server;
    const connecting = limiter(32);
    const own = { destination, port, config, connecting, password: async () => undefined };
    const host = sshHost('there', { ...own, lostAfterMs: 20_000, ...more });
    opened.push(host);
    return host;
  };
  beforeAll(async () => {
    server = await ownSshd({ OF_OUR_OWN: 'kept' });
  });
  afterAll(async () => {
    for (const each of opened) each.close();
    await server.end();
  });

  describe('as any host', () => {
    const serve = serveHere();
    let inside = '';
    let host: ReturnType<typeof sshHost>;
    beforeAll(() => {
      host = open();
    });
    beforeEach(async () => {
      inside = await mkdtemp(join(tmpdir(), 'baiup-ssh-'));
      return () => rm(inside, { recursive: true, force: true });
    });
    hostContract(() => ({ host, folder: inside, serve }));
    jobContract(() => ({ host, folder: inside }));
  });

  it('is not reached while its host key is unknown, and says what to type', async () => {
    const config = join(server.folder, 'unknown.conf');
    const text = `Host *\nIdentityFile ${server.folder}/user\nUserKnownHostsFile ${server.folder}/none\n`;
    // The operator's configuration may ask for no check: it is made all the same.
    await writeFile(config, `${text}StrictHostKeyChecking no\n`);
    await expect(open({ config }).facts()).rejects.toMatchObject({
      code: 'host.key-unknown',
      hint: expect.stringContaining(`ssh -F ${config} -p ${server.port} ${server.destination} true`),
    });
  });

  it('is reached though its host key is unknown where the configuration takes new keys', async () => {
    const config = join(server.folder, 'new.conf');
    const text = `Host *\nIdentityFile ${server.folder}/user\nUserKnownHostsFile ${server.folder}/new\n`;
    await writeFile(config, `${text}StrictHostKeyChecking accept-new\n`);
    expect((await open({ config }).facts()).processors).toBeGreaterThan(0);
    expect(await readFile(`${server.folder}/new`, 'utf8')).toContain(`[127.0.0.1]:${server.port} `);
  });

  it('is reached though the configuration would have it told nothing', async () => {
    const config = join(server.folder, 'nothing-told.conf');
    await writeFile(config, `${await readFile(server.config, 'utf8')}StdinNull yes\n`);
    expect((await open({ config }).facts()).processors).toBeGreaterThan(0);
  });

  it('is not reached once its host key has changed', async () => {
    const config = join(server.folder, 'changed.conf');
    const known = join(server.folder, 'changed');
    await writeFile(known, `[127.0.0.1]:${server.port} ${await server.publicKey('other')}\n`);
    await writeFile(config, `Host *\nIdentityFile ${server.folder}/user\nUserKnownHostsFile ${known}\n`);
    await expect(open({ config }).facts()).rejects.toMatchObject({ code: 'host.key-changed' });
  });

  it.each([
    ['whose user may not log in', () => ({ config: join(server.folder, 'denied.conf') }), 'host.ssh-denied'],
    ['where nothing listens', () => ({ port: 9 }), 'host.ssh-refused'],
    ['that nobody knows', () => ({ destination: 'no-such-host.invalid' }), 'host.name-unknown'],
  ])('says why a host is not reached %s', async (_what, more, code) => {
    const denied = `IdentityFile ${server.folder}/other\nIdentitiesOnly yes\nIdentityAgent none\n`;
    const known = `UserKnownHostsFile ${server.folder}/known\n`;
    await writeFile(join(server.folder, 'denied.conf'), `Host *\n${denied}${known}`);
    await expect(open(more()).facts()).rejects.toMatchObject({ code, left: expect.any(String) });
  });

  it('waits for a server that refuses for a while', async () => {
    const host = open();
    const own = Number((await host.run({ argv: ['sh', '-c', 'echo $PPID'], timeoutMs })).stdout);
    await server.stop();
    // The program at its far end ends, and with it the connection.
    await host.signal([own], 'SIGKILL').catch(() => undefined);
    const reading = host.ask({ argv: ['echo', 'back'], timeoutMs });
    setTimeout(() => void server.start(), 1_000);
    expect((await reading).stdout).toBe('back\n');
  });

  it('has one connection for many commands at once', async () => {
    const host = open();
    const ask = () => host.run({ argv: ['sh', '-c', 'echo $PPID'], timeoutMs });
    const parents = await Promise.all(Array.from({ length: 20 }, ask));
    expect(new Set(parents.map(({ stdout }) => stdout)).size).toBe(1);
  });
});
