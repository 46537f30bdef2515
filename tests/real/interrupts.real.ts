import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Driven, startDriven } from './driven.ts';

/** Commands that are interrupted while they work, most of them while somebody they ask does not answer. */
let folder = '';
let silent: Server;
let connections = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-interrupts-'));
  silent = createServer(() => {
    connections += 1;
  });
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
});
afterAll(async () => {
  silent.close();
  await rm(folder, { recursive: true, force: true });
});

const program = join(import.meta.dirname, '../../bin/baiup');
const baiup = (...words: string[]): Driven => startDriven(['env', `BAIUP_HOME=${folder}`, program, ...words]);

/** Starts a command, and waits until it has asked who does not answer. */
async function asking(...words: string[]): Promise<Driven> {
  const before = connections;
  const driven = baiup(...words);
  await driven.until('it asked', async () => connections > before || undefined);
  return driven;
}

const index = (): string => `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;

/** A cluster of which nothing answers. */
async function clusterFile(): Promise<string> {
  const { port } = silent.address() as AddressInfo;
  const address = `host: 127.0.0.1, port: ${port}`;
  const file = join(folder, 'cluster.yaml');
  const text = `cluster: lab
hosts: { here: { transport: local } }
database: { ${address}, name: backend, user: postgres, password: x }
etcd: { ${address}, namespace: local }
api: { url: ${index()}, accessKey: AK, secretKey: x }
proof: { image: cr.example.org/stable/python:3.9 }
components:
  - { id: m1, component: manager, host: here, service: { kind: process, folder: ${folder}/m1 },
      config: ${folder}/manager.toml, workdir: ${folder}, endpoint: { ${address} } }
`;
  await writeFile(file, text, { mode: 0o600 });
  const service = {
    name: 'm1',
    environment: join(folder, 'manager'),
    module: 'm',
    arguments: [],
    cwd: folder,
  };
  await mkdir(join(folder, 'm1'), { recursive: true });
  await writeFile(
    join(folder, 'm1/service.json'),
    JSON.stringify({ ...service, log: join(folder, 'm1/log') }),
  );
  return file;
}

describe('a sync of the catalog', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends in good order at %s', async (signal) => {
    const sync = await asking('catalog', 'sync', '--index', index());
    sync.process.kill(signal);
    const { stderr } = await sync.ends(3);
    expect(stderr).toContain('Next:  baiup catalog sync goes on where it was');
  });
});

describe('a command that only looks', () => {
  it.each(['status', 'check'])('is cut at once, and says what to type: %s', async (command) => {
    const looking = await asking(command, '--cluster', await clusterFile());
    looking.process.kill('SIGINT');
    const { stderr } = await looking.ends(130);
    expect(stderr).toContain(
      '✗ interrupted\n  Now:   nothing was changed\n  Next:  the same command again\n',
    );
  });
});

it('a sandbox that is interrupted says what may stand, and then goes without a trace', async () => {
  const sandbox = (...words: string[]) => baiup('sandbox', ...words, '--name', 'cut');
  const up = sandbox('up', '--at', '24.09.6');
  await up.says('Start etcd');
  up.process.kill('SIGINT');
  const { stderr } = await up.ends(130);
  expect(stderr).toContain('Ending in order.');
  expect(stderr).toContain('✗ interrupted\n  Now:   a part of sandbox cut may stand');
  expect(stderr).toContain('baiup sandbox down --name cut removes it');
  // On a slow machine a wait is told before.
  expect(await sandbox('down').ended).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/^(?:… .*\n {4}.*\n)*Sandbox cut is gone\.\n$/),
  });
});
