import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Notice } from '../../core/run/notice.ts';
import { secret } from '../../lib/secret.ts';
import { openNetwork } from '../index/network.ts';
import { runCommand } from './run-command.ts';
import { sendWebhook, type Webhook } from './send-webhook.ts';

const notice: Notice = {
  version: 1,
  id: 'run-id.1.run.begun',
  event: 'run.begun',
  at: '2026-01-01T00:00:00Z',
  cluster: 'lab',
  text: 'lab: begun by <b>&co</b>',
};
const now = () => Date.parse('2026-01-01T00:00:30.700Z');
const never = new AbortController().signal;

let folder: string;
const servers: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-notify-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** @returns its address without a scheme */
async function serve(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Heard {
  readonly request: IncomingMessage;
  readonly body: string;
}

/** Answers in turn, the last for ever, once it has the whole request. */
async function answering(...answers: RequestListener[]) {
  const heard: Heard[] = [];
  const at = await serve(
    createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += String(part);
      heard.push({ request, body });
      answers[Math.min(heard.length, answers.length) - 1]?.(request, response);
    }),
  );
  return { url: `http://${at}/hook/SECRET`, heard };
}

async function send(url: string, more: Partial<Webhook> = {}, signal = never) {
  const network = await openNetwork();
  const hook: Webhook = { url: secret(url), format: 'json', network, timeoutMs: 5_000, ...more };
  return sendWebhook(hook, notice, now, signal);
}

const status =
  (code: number, headers = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(code, headers).end('thanks');
  };

describe('a webhook', () => {
  it('has the notice, its id and a signature over time and body', async () => {
    const { url, heard } = await answering(status(200));
    const sent = await send(url, { secret: secret('key') });
    expect(sent).toEqual({ kind: 'taken', how: 'answered 200', said: 'thanks' });
    const [{ request, body } = {} as Heard] = heard;
    expect(JSON.parse(body)).toEqual(notice);
    const timestamp = '1767225630';
    expect(request?.method).toBe('POST');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': notice.id,
      'baiup-event': 'run.begun',
      'baiup-timestamp': timestamp,
      'baiup-signature': `v1=${createHmac('sha256', 'key').update(`${timestamp}.${body}`).digest('hex')}`,
    });
  });

  it('without a secret is not signed; Slack has its text escaped and nothing else', async () => {
    const { url, heard } = await answering(status(200));
    await send(url, { format: 'slack' });
    expect(heard[0]?.request.headers).not.toHaveProperty('baiup-signature');
    expect(heard[0]?.body).toBe('{"text":"lab: begun by &lt;b&gt;&amp;co&lt;/b&gt;"}');
  });

  it('that hangs is cut at the deadline, and by the end of the run', async () => {
    const { url } = await answering(() => undefined);
    expect(await send(url, { timeoutMs: 100 })).toEqual({ kind: 'again', why: 'no answer within 0.1 s' });
    const ended = await send(url, {}, AbortSignal.timeout(100));
    expect(ended).toEqual({ kind: 'again', why: 'there was no time left for an answer' });
  });

  it('that begins to answer and never ends is cut, too', async () => {
    const { url } = await answering((_request, response) => {
      response.writeHead(200).write('x');
    });
    expect(await send(url, { timeoutMs: 100 })).toEqual({ kind: 'again', why: 'no answer within 0.1 s' });
  });

  it('that closes before its answer, or in the middle of it, is asked again', async () => {
    const closing = await answering((request) => request.socket.destroy());
    expect(await send(closing.url)).toMatchObject({
      kind: 'again',
      why: expect.stringMatching(/^no answer: /),
    });
    const broken = await answering((request, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('half', () => request.socket.destroy());
    });
    expect(await send(broken.url)).toMatchObject({
      kind: 'again',
      why: expect.stringMatching(/^no answer: /),
    });
  });

  it('with an endless answer has taken it, and no more is read', async () => {
    const { url } = await answering((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
      };
      response.on('drain', more);
      more();
    });
    const sent = await send(url);
    expect(sent).toMatchObject({ kind: 'taken', how: 'answered 200' });
    expect(sent.said).toHaveLength(200);
  });

  it.each([302, 307, 308])(
    'that redirects to another host (%i) is refused, and nobody there is asked',
    async (code) => {
      const elsewhere = await answering(status(200));
      const { url } = await answering(status(code, { Location: elsewhere.url }));
      const { host } = new URL(elsewhere.url);
      const why = `it redirects (${code}) to ${host}, which is not followed`;
      expect(await send(url)).toEqual({ kind: 'refused', why, said: 'thanks' });
      expect(elsewhere.heard).toEqual([]);
    },
  );

  it('is followed within its host, with the message, three times at most', async () => {
    const moved = await answering(status(307, { Location: '/new' }), status(200));
    expect(await send(moved.url)).toMatchObject({ kind: 'taken' });
    expect(moved.heard.map(({ request }) => request.url)).toEqual(['/hook/SECRET', '/new']);
    expect(moved.heard[1]?.body).toBe(moved.heard[0]?.body);
    const round = await answering(status(308, { Location: '/round' }));
    expect(await send(round.url)).toMatchObject({ kind: 'refused' });
    expect(round.heard).toHaveLength(4);
  });

  it.each([
    'http://hooks.example.org/x',
    'https://user:password@hooks.example.org/x',
    'ftp://hooks.example.org/x',
    'hooks',
    '',
  ])('is refused without asking anybody where its address is %j', async (url) => {
    expect(await send(url)).toMatchObject({ kind: 'refused', why: expect.stringContaining('https://') });
  });

  it('never tells its address, which may be a secret', async () => {
    const at = await serve(createServer());
    servers.pop()?.close();
    const sent = await send(`http://${at}/hook/SECRET`);
    expect(sent).toMatchObject({ kind: 'again', why: expect.stringContaining('ECONNREFUSED') });
    expect(JSON.stringify(sent)).not.toContain('SECRET');
  });

  it('over HTTPS is trusted by the certificate that is named, and by no other', async () => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const argv = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', ...subject];
    await promisify(execFile)('openssl', [...argv, '-keyout', key, '-out', cert]);
    const options = { key: await readFile(key), cert: await readFile(cert) };
    const at = await serve(createSecureServer(options, status(200)));
    const certificates = { path: cert, saidBy: 'a test' };
    const network = await openNetwork({ certificates, proxy: {}, insecureHosts: [] });
    expect(await send(`https://${at}/`, { network })).toMatchObject({ kind: 'taken' });
    const why = expect.stringContaining('self-signed certificate');
    expect(await send(`https://${at}/`)).toMatchObject({ kind: 'again', why });
  });
});

describe('a command', () => {
  const run = (program: string, args: readonly string[] = [], timeoutMs = 5_000, signal = never) =>
    runCommand({ argv: [program, ...args], timeoutMs }, notice, signal);
  const sh = (line: string, timeoutMs?: number, signal?: AbortSignal) =>
    run('sh', ['-c', line], timeoutMs, signal);

  it('has the notice on its standard input', async () => {
    const file = join(folder, 'heard.json');
    expect(await sh(`cat > '${file}'`)).toEqual({ kind: 'taken', how: 'it ended with exit code 0' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(notice);
  });

  it('need not read it, and may say as much as it likes', async () => {
    expect(await sh('exec <&-; yes | head -c 1000000 >&2; exit 0')).toMatchObject({ kind: 'taken' });
  });

  it('that fails is run again, and what it said last is shown', async () => {
    expect(await sh('echo no such room >&2; exit 3')).toEqual({
      kind: 'again',
      why: 'it ended with exit code 3',
      said: 'no such room',
    });
  });

  it('that is not there, or that nobody may run, is refused', async () => {
    expect(await run('no-such-program')).toEqual({
      kind: 'refused',
      why: 'no-such-program cannot be started (ENOENT)',
    });
    const file = join(folder, 'plain');
    await writeFile(file, '#!/bin/sh\n', { mode: 0o600 });
    expect(await run(file)).toMatchObject({ kind: 'refused', why: `${file} cannot be started (EACCES)` });
  });

  it('has a minimal environment', async () => {
    process.env['BAIUP_TEST_TOKEN'] = 'SECRET';
    const file = join(folder, 'environment');
    await sh(`env > '${file}'`);
    delete process.env['BAIUP_TEST_TOKEN'];
    expect(await readFile(file, 'utf8')).not.toContain('SECRET');
  });

  it('that ignores SIGTERM is killed after its deadline, with all that it started', async () => {
    const file = join(folder, 'pid');
    const line = `trap '' TERM; sleep 60 & echo $! > '${file}'; while :; do wait; sleep 1; done`;
    const sent = await sh(line, 200);
    expect(sent).toMatchObject({ kind: 'again', why: 'it had not ended after 0.2 s and was ended' });
    const pid = Number(await readFile(file, 'utf8'));
    // It is gone once somebody has waited for it.
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('is ended when no time is left', async () => {
    const cut = new AbortController();
    const sent = sh('sleep 60', 30_000, cut.signal);
    await delay(100);
    cut.abort();
    expect(await sent).toEqual({ kind: 'again', why: 'there was no time left for it to end' });
  });

  it('whose child holds its pipes open has ended all the same', async () => {
    const sent = await sh('sleep 20 & exit 0');
    expect(sent).toEqual({ kind: 'taken', how: 'it ended with exit code 0' });
  });
});

/** Whether it runs: one that nobody has waited for yet does not. */
async function isAlive(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat !== '' && !stat.includes(') Z ');
}
