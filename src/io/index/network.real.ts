import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, request as requestHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openNetwork } from './network.ts';
import { type NetworkSettings, networkSettings } from './network-settings.ts';
import { packageIndex } from './package-index.ts';
import { request } from './request.ts';

/** A server with a certificate of its own, one without, and a proxy, all on this machine. */
let folder: string;
let secure: Server;
let plain: Server;
let proxy: Server;
let throughProxy: string[];
let seen: (string | undefined)[];

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const listen = (server: Server): Promise<void> => new Promise((done) => server.listen(0, '127.0.0.1', done));
const address = (path = '/page'): string => `https://localhost:${portOf(secure)}${path}`;

function makeCertificate(): { key: string; cert: string } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject],
    { stdio: 'ignore' },
  );
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

function makeProxy(): Server {
  const server = createHttp((incoming, outgoing) => {
    throughProxy.push(`${incoming.method} ${incoming.url}`);
    requestHttp(incoming.url ?? '', (answer) =>
      answer.pipe(outgoing.writeHead(answer.statusCode ?? 0)),
    ).end();
  });
  server.on('connect', ({ url = '', headers }, socket) => {
    throughProxy.push(`CONNECT ${url} ${headers['proxy-authorization'] ?? ''}`.trim());
    const [, port] = url.split(':');
    const onwards = connect(Number(port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onwards.pipe(socket).pipe(onwards);
    });
    onwards.on('error', () => socket.destroy());
    socket.on('error', () => onwards.destroy());
  });
  return server;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baiup-network-'));
  secure = createHttps(makeCertificate(), (incoming, outgoing) => {
    seen.push(incoming.headers.authorization);
    if (incoming.url === '/packed')
      outgoing.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('packed'));
    else if (incoming.url === '/away')
      outgoing.writeHead(302, { Location: `http://localhost:${portOf(plain)}/there` }).end();
    else if (incoming.url === '/round') outgoing.writeHead(302, { Location: '/round' }).end();
    else outgoing.end('secure');
  });
  plain = createHttp((incoming, outgoing) => {
    seen.push(incoming.headers.authorization);
    outgoing.end('plain');
  });
  proxy = makeProxy();
  await Promise.all([secure, plain, proxy].map(listen));
});

beforeEach(() => {
  throughProxy = [];
  seen = [];
});

afterAll(() => {
  for (const server of [secure, plain, proxy]) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

const settings = (env: Record<string, string>, trustedHost?: string): NetworkSettings =>
  networkSettings({ insecureHosts: [], ...(trustedHost ? { 'trusted-host': trustedHost } : {}) }, env);

async function read(by: NetworkSettings, url = address(), credentials = ''): Promise<string> {
  const index = packageIndex(url.replace('//', `//${credentials}`));
  const answer = await request({ ...index, network: await openNetwork(by) }, url);
  return answer.body.toString();
}

const trusting = (): Record<string, string> => ({ SSL_CERT_FILE: join(folder, 'cert.pem') });

describe('certificates', () => {
  it('that nobody vouches for are refused, with what to set', async () => {
    await expect(read(settings({}))).rejects.toMatchObject({
      code: 'index.certificate',
      hint: expect.stringContaining('SSL_CERT_FILE'),
    });
  });

  it('are trusted by a file, by a folder of files, or not looked at for a trusted host', async () => {
    expect(await read(settings(trusting()))).toBe('secure');
    expect(await read(settings({ REQUESTS_CA_BUNDLE: folder }))).toBe('secure');
    expect(await read(settings({}, 'localhost'))).toBe('secure');
    expect(await read(settings({}, `localhost:${portOf(secure)}`))).toBe('secure');
    await expect(read(settings({}, 'other.example'))).rejects.toMatchObject({ code: 'index.certificate' });
  });

  it.each([
    ['is missing', '/nowhere/ca.pem'],
    ['holds none', ''],
  ])('whose file %s are an error that names it', async (_what, path) => {
    const file = path || join(folder, 'key.pem');
    await expect(openNetwork(settings({ SSL_CERT_FILE: file }))).rejects.toMatchObject({
      code: 'index.certificate-file',
      exit: 64,
      message: expect.stringContaining(file),
    });
  });

  it('that are cut off are an error too', async () => {
    const half = join(folder, 'half.txt');
    writeFileSync(half, readFileSync(join(folder, 'cert.pem'), 'utf8').slice(0, 300));
    await expect(openNetwork(settings({ SSL_CERT_FILE: half }))).rejects.toMatchObject({
      code: 'index.certificate-file',
    });
    rmSync(half);
  });
});

describe('proxies', () => {
  const by = (more: Record<string, string> = {}): NetworkSettings =>
    settings({
      ...trusting(),
      HTTPS_PROXY: `http://me:pw@127.0.0.1:${portOf(proxy)}`,
      HTTP_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
      ...more,
    });

  it('are asked for a tunnel to what is encrypted, with their own credentials', async () => {
    expect(await read(by())).toBe('secure');
    const basic = `Basic ${Buffer.from('me:pw').toString('base64')}`;
    expect(throughProxy).toEqual([`CONNECT localhost:${portOf(secure)} ${basic}`]);
    await expect(read(settings({ HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` }))).rejects.toMatchObject({
      code: 'index.certificate',
    });
  });

  it('pass on what is not', async () => {
    const url = `http://127.0.0.1:${portOf(plain)}/page`;
    expect(await read(by(), url)).toBe('plain');
    expect(throughProxy).toEqual([`GET ${url}`]);
  });

  it('are left alone where none is needed', async () => {
    expect(await read(by({ NO_PROXY: 'localhost' }))).toBe('secure');
    expect(throughProxy).toEqual([]);
  });

  it('that are not there are named as what does not answer', async () => {
    const away = settings({ ...trusting(), HTTPS_PROXY: 'http://127.0.0.1:9' });
    await expect(read(away)).rejects.toMatchObject({ code: 'index.unreachable' });
  });
});

describe('an answer', () => {
  it('is unpacked', async () => {
    expect(await read(settings(trusting()), address('/packed'))).toBe('packed');
  });

  it('is fetched where it went, without credentials for another origin', async () => {
    expect(await read(settings(trusting()), address('/away'), 'user:pw@')).toBe('plain');
    expect(seen).toEqual([`Basic ${Buffer.from('user:pw').toString('base64')}`, undefined]);
  });

  it('that is always elsewhere ends', async () => {
    await expect(read(settings(trusting()), address('/round'))).rejects.toMatchObject({
      code: 'index.unreachable',
      message: expect.stringContaining('redirected'),
    });
  });
});
