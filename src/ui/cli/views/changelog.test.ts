import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { changelog } from '../../../app/actions/changelog.ts';
import { plain } from '../paint.ts';
import { changelogText } from './changelog.ts';

const main = '## 24.09.4 (2024-12-11)\n\n### Breaking Changes\n* Lamps are gone\n\n### Fixes\n* A bulb\n';
const patches = '## 24.03.11 (2024-10-01)\n\n### Fixes\n* An alembic revision that forgot lamps\n';

let folder: string;
let server: Server;
let address: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-changelog-'));
  await writeFile(join(folder, 'main.md'), main);
  await writeFile(join(folder, '24.03.md'), patches);
  await writeFile(join(folder, 'notes.txt'), 'no changelog');
  server = createServer((request, response) => {
    response.writeHead(request.url === '/there' ? 200 : request.url === '/broken' ? 500 : 404);
    response.end(main);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** Whoever fetches asks pip first where it finds its index: on a busy machine that takes long. */
const patient = { timeout: 120_000 };

it('is told hop by hop from a folder of files, with the rules beside it and what no file tells of', async () => {
  const hops = await changelog({ from: '24.3.10', to: '24.9.4', source: folder });
  expect(hops).toMatchObject([
    { to: '24.03.11', sections: [{ title: 'Database', entries: [{ version: '24.03.11' }] }], missing: [] },
    { to: '24.09.4', sections: [{ title: 'Breaking changes' }, { title: 'Fixes' }] },
  ]);
  expect(hops[1]?.missing).toEqual(['24.09.0', '24.09.1', '24.09.2', '24.09.3']);
  expect(hops[1]?.rules.map(({ code }) => code)).toContain('etcd-registry-project-required');
  const text = changelogText(hops, false, plain);
  expect(text).toContain('  Breaking changes\n    24.09.4  Lamps are gone');
  expect(text).toContain('More: Fixes 1');
  expect(changelogText(hops, true, plain)).toContain('24.09.4  A bulb');
});

it('is told as one hop where no path is allowed', async () => {
  const hops = await changelog({ from: '24.09.14', to: '25.06.17', source: join(folder, 'main.md') });
  expect(hops).toMatchObject([{ from: '24.09.14', to: '25.06.17', sections: [] }]);
});

it('is fetched from an address', patient, async () => {
  const hops = await changelog({ from: '24.03.11', to: '24.09.4', source: `${address}/there` });
  expect(hops[0]?.sections).toHaveLength(2);
});

it.each([
  ['a file that is not there', () => join(folder, 'none.md'), 'changelog.source-missing', 64],
  ['a file without releases', () => join(folder, 'notes.txt'), 'changelog.empty', 1],
  ['an address without a file', () => `${address}/elsewhere`, 'changelog.unreachable', 1],
  ['a server that fails', () => `${address}/broken`, 'changelog.unreachable', 1],
  ['a server that is not there', () => 'http://127.0.0.1:9/x', 'changelog.unreachable', 1],
])('%s is said', patient, async (_what, source, code, exit) => {
  const asked = changelog({ from: '24.03.11', to: '24.09.4', source: source() });
  await expect(asked).rejects.toMatchObject({ code, exit, hint: expect.stringMatching(/--source/) });
});

it('refuses a way down', async () => {
  const asked = changelog({ from: '24.09.4', to: '24.03.11', source: folder });
  await expect(asked).rejects.toMatchObject({ code: 'changelog.refused', exit: 2 });
});
