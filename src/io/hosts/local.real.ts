import { once } from 'node:events';
import { mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { secret } from '../../lib/secret.ts';
import { hostContract } from './contract.ts';
import { localHost } from './local.ts';

const host = localHost('here');
const timeoutMs = 5_000;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-host-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const script = (text: string) => ['sh', '-c', text] as const;

describe('this machine as a host', () => {
  it('runs a command with its folder, input and variables, and shows no others', async () => {
    process.env['OF_OUR_OWN'] = 'leaked';
    const env = { TOLD: secret('revealed') };
    const argv = script('pwd; cat; echo; echo "$TOLD$OF_OUR_OWN"');
    const { stdout, exitCode } = await host.run({
      argv,
      cwd: folder,
      input: secret('typed'),
      env,
      timeoutMs,
    });
    expect(stdout).toBe(`${folder}\ntyped\nrevealed\n`);
    expect(exitCode).toBe(0);
  });

  it('takes a failure as an answer when it only asks', async () => {
    expect(await host.ask({ argv: script('exit 3'), timeoutMs })).toMatchObject({ exitCode: 3 });
  });

  it('says how a command failed', async () => {
    const argv = script('echo why >&2; exit 3');
    await expect(host.run({ argv, timeoutMs })).rejects.toMatchObject({
      code: 'command.failed',
      message: expect.stringMatching(/sh -c .* on here ended with exit code 3:\nwhy/),
    });
    await expect(host.run({ argv: script('kill -9 $$'), timeoutMs })).rejects.toThrow(/was ended by SIGKILL/);
  });

  it('cuts a command at its deadline, and when it is told to stop', async () => {
    await expect(host.run({ argv: ['sleep', '10'], timeoutMs: 50 })).rejects.toMatchObject({
      code: 'command.deadline',
    });
    const signal = AbortSignal.timeout(50);
    await expect(host.run({ argv: ['sleep', '10'], timeoutMs, signal })).rejects.toHaveProperty(
      'name',
      'TimeoutError',
    );
  });

  it('names a program that is not there', async () => {
    await expect(host.ask({ argv: ['no-such-program'], timeoutMs })).rejects.toMatchObject({
      code: 'command.missing',
    });
  });

  it('reads and writes files', async () => {
    const [one, two] = [join(folder, 'a', 'one'), join(folder, 'two')];
    expect(await host.readText(one)).toBeUndefined();
    expect(await host.list(join(folder, 'a'))).toEqual([]);
    await host.writeText(one, 'text');
    expect((await stat(one)).mode & 0o777).toBe(0o600);
    await host.copy(one, two);
    expect(await host.readText(two)).toBe('text');
    await host.makeFolder(join(folder, 'b', 'c'));
    expect(await host.list(folder)).toEqual(['a', 'b', 'two']);
    await host.remove(join(folder, 'a'));
    await host.remove(join(folder, 'a'));
    expect(await host.list(folder)).toEqual(['b', 'two']);
  });
});

describe('its files', () => {
  let inside = '';
  beforeEach(async () => {
    inside = await mkdtemp(join(folder, 'files-'));
  });
  hostContract(() => ({ host, folder: inside }));

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
