import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../lib/command.ts';
import { secret } from '../../lib/secret.ts';
import type { patienceFor } from './far-patience.ts';
import { farCommand } from './far-program.ts';
import { localRoot } from './local-root.ts';
import type { Host } from './port.ts';
import { closesChannels, throughSh, untilSo } from './through-sh.ts';

const timeoutMs = 10_000;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-far-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
closesChannels();

describe('a connection that is lost', () => {
  it('is opened again: what only reads is done again, what changes says so', async () => {
    const { host, cut, opened } = throughSh();
    const reading = host.ask({ argv: ['sh', '-c', 'sleep 1; echo read'], timeoutMs });
    const changing = host.run({ argv: ['sleep', '1'], timeoutMs });
    await host.stat('/');
    cut();
    await expect(changing).rejects.toMatchObject({ code: 'host.connection-lost' });
    expect((await reading).stdout).toBe('read\n');
    expect((await host.run({ argv: ['echo', 'again'], timeoutMs })).stdout).toBe('again\n');
    expect(opened()).toBe(2);
  });

  it('is not opened for ever for what no far end survives', async () => {
    const { host } = throughSh();
    const deadly = host.ask({ argv: ['sh', '-c', 'kill -KILL $PPID'], timeoutMs });
    await expect(deadly).rejects.toMatchObject({ code: 'host.connection-lost' });
    expect(await host.stat('/')).toMatchObject({ kind: 'folder' });
  });

  it('keeps what was lent', async () => {
    const { host, cut } = throughSh();
    const lent = await host.lend('a.toml', 'kept');
    cut();
    expect(await host.readText(lent.path)).toBe('kept');
    await lent.takeBack();
  });

  it('is lost for good after a while, and may come back', async () => {
    const gate = join(folder, 'gate');
    await mkdir(gate);
    const [program, ...rest] = farCommand();
    const behind = `test -d ${gate} || exit 1; exec "$@"`;
    const command = ['sh', '-c', behind, 'sh', program, ...rest] as const;
    const { host, cut, link } = throughSh({ command, lostAfterMs: 300 });
    await host.stat('/');
    await rm(gate, { recursive: true });
    cut();
    await link
      .opened()
      .then(({ channel }) => channel.closed)
      .catch(() => undefined);
    await expect(host.stat('/')).rejects.toMatchObject({
      code: 'host.lost',
      hint: 'look at far: is it on, and does it answer by SSH?',
    });
    await mkdir(gate);
    expect(await host.stat('/')).toMatchObject({ kind: 'folder' });
  });

  it.each([
    ['a run that has begun waits for a host', true],
    ['who only looks does not', false],
  ])('before it was ever there: %s', async (_what, isRun) => {
    const gate = await mkdtemp(join(folder, 'gate-'));
    await rm(gate, { recursive: true });
    const [program, ...rest] = farCommand();
    const behind = `test -d ${gate} || exit 1; exec env XDG_STATE_HOME=${folder} "$@"`;
    const command = ['sh', '-c', behind, 'sh', program, ...rest] as const;
    const { host, opened } = throughSh({ command });
    const turn = { cluster: `test-${process.pid}-gate`, run: 'r', number: 1, series: 's' };
    const asked = (isRun ? host.inTurn(turn) : host).stat('/').catch((error: unknown) => error);
    // A second try has begun once the first one has failed.
    if (isRun) await untilSo('a second try', async () => opened() > 1);
    else await asked;
    await mkdir(gate);
    expect(await asked).toMatchObject(isRun ? { kind: 'folder' } : { message: expect.any(String) });
  });
});

describe('a far end that hangs', () => {
  const patience: typeof patienceFor = (header) =>
    /pipe|"sleep"/.test(JSON.stringify(header)) ? 300 : timeoutMs;
  it.each([
    ['reads', (host: Host, path: string) => host.readText(path)],
    ['copies', (host: Host, path: string) => host.copy(path, `${path}-2`)],
    ['has a program run', (host: Host) => host.run({ argv: ['sleep', '5'], timeoutMs })],
  ])('is not waited for by who %s, and serves others', async (_what, act) => {
    const { host } = throughSh({ patience });
    const silent = throughSh().host;
    // To open it takes somebody at its other end.
    const path = join(await mkdtemp(join(folder, 'pipe-')), 'pipe');
    await silent.run({ argv: ['mkfifo', path], timeoutMs });
    await expect(act(host, path)).rejects.toMatchObject({
      code: 'host.silent',
      message: expect.stringMatching(/within 0 s$/),
    });
    expect(await host.stat('/')).toMatchObject({ kind: 'folder' });
  });

  it('with a sudo that never ends is refused as root', async () => {
    const bin = await mkdtemp(join(folder, 'bin-'));
    await writeFile(join(bin, 'sudo'), '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
    const command = ['env', `PATH=${bin}:${process.env['PATH']}`, ...farCommand()] as const;
    const short: typeof patienceFor = ({ do: verb }) => (verb === 'root' ? 300 : 5_000);
    const { host } = throughSh({ command, patience: short });
    await expect(host.asRoot().stat('/')).rejects.toMatchObject({ code: 'host.no-root' });
    expect(await host.stat('/')).toMatchObject({ kind: 'folder' });
  });
});

describe('a far end that may not write', () => {
  it('says which file it is', async () => {
    const { host } = throughSh();
    const launched = host.launch({ argv: ['true'], cwd: '/', env: {}, log: '/proc/no/log' });
    await expect(launched).rejects.toMatchObject({
      code: 'host.refused',
      message: expect.stringContaining('/proc/no/log on far'),
    });
  });
});

describe('root behind sudo', () => {
  const hasSudo = (process.env['PATH'] ?? '').split(':').some((path) => existsSync(join(path, 'sudo')));
  const leftOut = hasSudo ? '' : ' [left out: this machine has no sudo]';
  const isRoot = userInfo().uid === 0;
  it.runIf(isRoot && hasSudo)(`is there on this machine, too, beside the user${leftOut}`, async () => {
    const { user, variables } = await localRoot('here', async () => undefined).facts();
    expect([user, variables['SUDO_UID']]).toEqual([0, '0']);
  });

  /** A sudo that wants a password, as the real one does, and then runs the program. */
  const script = `#!/bin/sh
if [ "$1" = -n ]; then echo "sudo: a password is required" >&2; exit 1; fi
IFS= read -r told
[ "$told" = right ] || { echo "sudo: 1 incorrect password attempt" >&2; exit 1; }
while [ "$1" != -- ]; do shift; done; shift
exec env BEHIND_SUDO=yes "$@"
`;
  let command: Command['argv'];
  beforeAll(async () => {
    const bin = await mkdtemp(join(folder, 'bin-'));
    await writeFile(join(bin, 'sudo'), script, { mode: 0o755 });
    const [program, ...rest] = farCommand();
    command = ['env', `PATH=${bin}:${process.env['PATH']}`, program, ...rest];
  });

  it('asks for the password once, and is there beside the user', async () => {
    let asked = 0;
    const password = async () => {
      asked += 1;
      return secret('right');
    };
    const { host } = throughSh({ command, password });
    const isRoot = async (each: Host) => (await each.facts()).variables['BEHIND_SUDO'] === 'yes';
    expect(await Promise.all([isRoot(host.asRoot()), isRoot(host), isRoot(host.asRoot())])).toEqual([
      true,
      false,
      true,
    ]);
    const path = join(folder, 'as-root');
    await host.asRoot().writeText(path, 'text');
    expect((await host.asRoot().run({ argv: ['cat', path], timeoutMs })).stdout).toBe('text');
    expect(asked).toBe(1);
  });

  it.each(['interactive authentication is required'])('asks for it where sudo says %s', async (said) => {
    const bin = await mkdtemp(join(folder, 'bin-'));
    await writeFile(join(bin, 'sudo'), script.replace('a password is required', said), { mode: 0o755 });
    const path = `PATH=${bin}:${process.env['PATH']}`;
    const { host } = throughSh({
      command: ['env', path, ...farCommand()],
      password: async () => secret('right'),
    });
    expect((await host.asRoot().facts()).variables['BEHIND_SUDO']).toBe('yes');
  });

  it('has a terminal of its own where sudo wants one, and what it says still comes whole', async () => {
    const bin = await mkdtemp(join(folder, 'bin-'));
    const wants = `#!/bin/sh
(: < /dev/tty) 2>/dev/null || { echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1; }
${script.slice(script.indexOf('\n') + 1)}`;
    await writeFile(join(bin, 'sudo'), wants, { mode: 0o755 });
    const [program, ...rest] = farCommand();
    const path = `PATH=${bin}:${process.env['PATH']}`;
    const { host } = throughSh({
      command: ['env', path, program, ...rest],
      password: async () => secret('right'),
    });
    const bytes = 'a\u0003\u0004\u001c\r\n'.repeat(100_000);
    const { stdout } = await host.asRoot().run({ argv: ['cat'], input: bytes, timeoutMs });
    expect(stdout === bytes).toBe(true);
  });

  it('begins again where it has ended, also where nothing of it was under way', async () => {
    const { host } = throughSh({ command, password: async () => secret('right') });
    const root = host.asRoot();
    const end = (): Promise<unknown> => root.run({ argv: ['sh', '-c', 'kill -KILL $PPID'], timeoutMs });
    await expect(end()).rejects.toMatchObject({ code: 'host.connection-lost' });
    const back = await Promise.all([1, 2, 3].map(() => root.ask({ argv: ['echo', 'back'], timeoutMs })));
    expect(back.map(({ stdout }) => stdout)).toEqual(['back\n', 'back\n', 'back\n']);
    const { stdout } = await root.run({ argv: ['sh', '-c', 'echo $PPID'], timeoutMs });
    await host.signal([Number(stdout)], 'SIGKILL');
    await untilSo('it to end', async () => (await host.stat(`/proc/${stdout.trim()}`)) === undefined);
    expect((await root.ask({ argv: ['echo', 'again'], timeoutMs })).stdout).toBe('again\n');
  });

  it.each([
    ['a wrong password', secret('wrong'), /incorrect password/],
    ['nobody to ask', undefined, /nobody can be asked/],
  ])('says why it is refused: %s', async (_what, told, message) => {
    const { host } = throughSh({ command, password: async () => told });
    await expect(host.asRoot().facts()).rejects.toMatchObject({
      code: 'host.no-root',
      message: expect.stringMatching(message),
    });
    expect(await host.facts()).toBeDefined();
  });
});
