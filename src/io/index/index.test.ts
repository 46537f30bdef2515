import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Line } from '../../core/versions/version.ts';
import { atMost } from './at-most.ts';
import { indexAddress, packageIndex } from './index-address.ts';
import { lineReleases } from './line-releases.ts';
import { projectPage } from './project-page.ts';
import { remoteWheel } from './remote-wheel.ts';

const folder = 'ai/backend/manager/models/alembic';

/** A wheel of these files: every other one stored, the rest deflated. */
function wheelOf(files: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [index, [name, text]] of Object.entries(files).entries()) {
    const method = index % 2 === 0 ? 8 : 0;
    const packed = method === 8 ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc32(text), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, Buffer.from(name));
    bodies.push(local, Buffer.from(name), packed);
    offset += local.length + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, central, end]);
}

const name = 'backend.ai_manager-24.3.11-py3-none-any.whl';
const wheel = wheelOf({
  [`${folder}/env.py`]: 'x = 1',
  [`${folder}/versions/a1_first.py`]: 'revision = "a1"\ndown_revision = None\n',
  'ai/backend/manager/big.bin': 'x'.repeat(200_000),
  [`${folder}/versions/b2_next.py`]: 'revision = "b2"\ndown_revision = "a1"\n',
  [`${folder}/revision_history/23.09.10.json`]: '{}',
});
const sha256 = createHash('sha256').update(wheel).digest('hex');

let server: Server;
let base: string;
let ranges = true;
let stumbles = 0;
let seen: (string | undefined)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    if (stumbles > 0) {
      stumbles -= 1;
      response.writeHead(503).end();
    } else if (request.url === `/files/${name}`) {
      const range = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '');
      if (ranges && range)
        response.writeHead(206).end(wheel.subarray(Number(range[1]), Number(range[2]) + 1));
      else response.writeHead(200).end(wheel);
    } else if (request.url === '/simple/backend-ai-html/') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<a>');
    } else {
      const files =
        request.url === '/simple/backend-ai-manager/'
          ? [
              {
                filename: name,
                url: `../../files/${name}`,
                hashes: { sha256 },
                size: wheel.length,
                'upload-time': '2024-10-21T05:02:19.541296Z',
                'requires-python': '<3.13,>=3.12',
                yanked: 'a reason',
              },
              { filename: 'backend.ai-manager-24.3.11.tar.gz', url: 'x', hashes: {} },
            ]
          : [];
      response
        .writeHead(200, { 'Content-Type': 'application/vnd.pypi.simple.v1+json' })
        .end(JSON.stringify({ files }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/simple`;
});
afterAll(() => void server.close());

describe('lineReleases', () => {
  it.each([true, false])(
    'reads a release and its history (ranges: %s), even where the index stumbles',
    async (known) => {
      ranges = known;
      stumbles = 1;
      const releases = await lineReleases(packageIndex(base), ['24.03' as Line]);
      expect(releases).toEqual([
        {
          version: '24.03.11',
          published: '2024-10-21T05:02:19Z',
          withdrawn: 'a reason',
          python: '3.12',
          packages: { manager: { wheel: name, sha256, size: wheel.length } },
          schema: {
            heads: ['b2'],
            revisions: [
              { id: 'a1', down: [] },
              { id: 'b2', down: ['a1'] },
            ],
          },
          dumps: ['23.09.10'],
        },
      ]);
    },
  );
});

it('refuses a wheel that is not what the index announced', async () => {
  ranges = false;
  const url = base.replace('simple', `files/${name}`);
  const file = { filename: name, url, size: wheel.length, hashes: { sha256: 'other' } };
  await expect(remoteWheel(packageIndex(base), file).read(0, 10)).rejects.toMatchObject({
    code: 'index.hash',
  });
});

it('says so where the index speaks HTML only', async () => {
  await expect(projectPage(packageIndex(base), 'backend-ai-html')).rejects.toMatchObject({
    code: 'index.no-json',
  });
});

it('sends credentials to the index, and to no other origin', async () => {
  seen = [];
  const index = packageIndex(base.replace('//', '//user:p%40ss@'));
  expect(index.url).toBe(base);
  await projectPage(index, 'backend-ai-manager');
  const elsewhere = { ...index, url: 'http://elsewhere.example/simple' };
  await remoteWheel(elsewhere, {
    filename: name,
    url: base.replace('simple', `files/${name}`),
    size: 9,
    hashes: { sha256 },
  }).read(0, 9);
  expect(seen).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`, undefined]);
});

describe('indexAddress', () => {
  const answers = (texts: readonly string[]) => {
    const queue = [...texts];
    return async () => {
      const stdout = queue.shift() ?? '';
      return { exitCode: stdout === '' ? 1 : 0, stdout, stderr: '', durationMs: 1 };
    };
  };

  it.each([
    [
      'uv before pip',
      { UV_INDEX_URL: 'https://uv.example/simple/', PIP_INDEX_URL: 'https://pip.example/' },
      [],
      'https://uv.example/simple',
    ],
    [
      'a named uv index',
      { UV_DEFAULT_INDEX: 'own=https://uv.example/simple' },
      [],
      'https://uv.example/simple',
    ],
    ['pip’s configuration', {}, ['https://conf.example/simple\n'], 'https://conf.example/simple'],
    ['pip’s own default', {}, ['', '', 'https://default.example/simple\n'], 'https://default.example/simple'],
  ])('%s', async (_name, env, texts, url) => {
    expect((await indexAddress(answers(texts), env)).url).toBe(url);
  });

  it('gives up clearly', async () => {
    await expect(indexAddress(answers([]), {})).rejects.toMatchObject({ code: 'index.unknown' });
  });
});

it('works on no more at a time than told, and keeps the order', async () => {
  let [now, most] = [0, 0];
  const results = await atMost(3, [5, 1, 4, 2, 3], async (wait) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, wait));
    now -= 1;
    return wait * 2;
  });
  expect({ results, most }).toEqual({ results: [10, 2, 8, 4, 6], most: 3 });
});
