import { once } from 'node:events';
import { mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hostContract } from './contract.ts';
import { jobContract } from './job-contract.ts';
import { localHost } from './local.ts';
import { serveHere } from './serve-here.ts';

const host = localHost('here');
const timeoutMs = 5_000;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-host-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const script = (text: string) => ['sh', '-c', text] as const;

describe('this machine as a host', () => {
  it('says how a command failed', async () => {
    const argv = script('echo why >&2; exit 3');
    await expect(host.run({ argv, timeoutMs })).rejects.toMatchObject({
      code: 'command.failed',
      message: expect.stringMatching(/sh -c .* on here ended with exit code 3:\nwhy/),
    });
    await expect(host.run({ argv: script('kill -9 $$'), timeoutMs })).rejects.toThrow(/was ended by SIGKILL/);
  });
});

describe('all of a host', () => {
  let inside = '';
  beforeEach(async () => {
    process.env['OF_OUR_OWN'] = 'kept';
    inside = await mkdtemp(join(folder, 'files-'));
  });
  const serve = serveHere();
  hostContract(() => ({ host, folder: inside, serve }));
  jobContract(() => ({ host, folder: inside }));

  it('keep mode and times when they are copied', async () => {
    const [from, to] = [join(inside, 'from'), join(inside, 'to')];
    await host.writeText(from, 'text', 0o640);
    await utimes(from, 1000, 2000);
    await host.copy(from, to);
    const { mode, mtimeMs } = await stat(to);
    expect([mode & 0o777, mtimeMs]).toEqual([0o640, 2_000_000]);
    expect(await host.files(inside)).toMatchObject([{ name: 'from' }, { name: 'to', modified: 2_000_000 }]);
  });

  it('may be sockets', async () => {
    const path = join(inside, 'a.sock');
    const server = createServer().listen(path);
    await once(server, 'listening');
    expect(await host.files(inside)).toMatchObject([{ name: 'a.sock', kind: 'socket' }]);
    server.close();
  });
});
