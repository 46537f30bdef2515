import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../../lib/command.ts';
import { type Secret, secret } from '../../lib/secret.ts';
import { waitFor } from '../../lib/wait.ts';
import { hostContract } from './contract.ts';
import { farHost } from './far-host.ts';
import { farLink } from './far-link.ts';
import { openFar } from './far-open.ts';
import { farProcess } from './far-process.ts';
import { farCommand, farProgram } from './far-program.ts';
import { rootThrough } from './far-root.ts';
import type { Host } from './port.ts';
import { serveHere } from './serve-here.ts';

const timeoutMs = 10_000;
let folder: string;
beforeAll(async () => {
  process.env['OF_OUR_OWN'] = 'kept';
  folder = await mkdtemp(join(tmpdir(), 'baiup-far-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const links: { close(): void }[] = [];
afterAll(() => {
  for (const each of links) each.close();
});
let sessions = 0;

interface Given {
  readonly command?: Command['argv'];
  readonly lostAfterMs?: number;
  readonly password?: () => Promise<Secret | undefined>;
}

/** A host behind `sh`, as SSH would start it, and what cuts its connection. */
function throughSh({ command = farCommand(), lostAfterMs = 5_000, password }: Given = {}) {
  sessions += 1;
  const session = `s-test-${process.pid}-${sessions}`;
  let current: ReturnType<typeof farProcess> | undefined;
  let opened = 0;
  const open = () => {
    opened += 1;
    current = farProcess(command);
    return openFar(current, 20_000);
  };
  const link = farLink({ host: 'far', open, session, lostAfterMs, againMs: 10 });
  links.push(link);
  const host = farHost(link, rootThrough('far', session, 60, password ?? (async () => undefined)));
  return { host, link, cut: () => current?.kill(), opened: () => opened };
}

const until = (what: string, isSo: () => Promise<boolean>) =>
  waitFor(async () => (await isSo()) || undefined, { timeoutMs, everyMs: 20, what });

describe('the far end behind sh', () => {
  const { host } = throughSh();
  const serve = serveHere();
  let inside = '';
  beforeEach(async () => {
    inside = await mkdtemp(join(folder, 'files-'));
  });
  hostContract(() => ({ host, folder: inside, serve }));

  it('is heard through what a login shell prints, and over what a Python lacks', async () => {
    const poor = join(folder, 'poor-python');
    await writeFile(poor, '#!/bin/sh\nexec python3 "$@"\n', { mode: 0o755 });
    const lacking = join(folder, 'lacking-python');
    await writeFile(lacking, '#!/bin/sh\necho "baiup-python: $0: No module named json"\nexit 42\n', {
      mode: 0o755,
    });
    const [program, ...rest] = farCommand([join(folder, 'none'), lacking, poor]);
    const command = ['sh', '-c', 'echo "Welcome!"; exec "$@"', 'sh', program, ...rest] as const;
    expect((await throughSh({ command }).host.facts()).processors).toBeGreaterThan(0);
  });

  it('sends a large file whole, both ways, while other commands have their turn', async () => {
    const [from, to, back] = ['from', 'to', 'back'].map((name) => join(inside, name)) as [
      string,
      string,
      string,
    ];
    const bytes = Buffer.alloc(9_000_001, 'baiup');
    await writeFile(from, bytes);
    const sending = host.upload(from, to);
    expect((await host.run({ argv: ['true'], timeoutMs })).exitCode).toBe(0);
    const sent = await sending;
    expect(sent.size).toBe(bytes.length);
    expect(await host.download(to, back)).toEqual(sent);
    expect((await readFile(back)).equals(bytes)).toBe(true);
  });

  it('hears what a program prints while it runs, however much', async () => {
    const { stdout } = await host.run({ argv: ['sh', '-c', 'yes baiup | head -c 3000000'], timeoutMs });
    expect(stdout.length).toBe(3_000_000);
    const text = 'x'.repeat(2_000_000);
    expect((await host.run({ argv: ['cat'], input: text, timeoutMs })).stdout).toBe(text);
  });

  it('shows no secret in what others see of processes', async () => {
    const argv = ['sh', '-c', 'cat /proc/[0-9]*/cmdline; cat /proc/$PPID/environ'] as const;
    const { stdout } = await host.run({ argv, env: { TOLD: secret('hush-hush') }, timeoutMs });
    expect(stdout).toContain('baiup');
    expect(stdout).not.toContain('hush-hush');
  });

  it('is written for Python 3.6', async () => {
    const file = join(inside, 'far.py');
    const text = farProgram().toString();
    await writeFile(file, text.slice(text.indexOf('\n') + 1));
    const check = 'import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 6))';
    await promisify(execFile)('python3', ['-c', check, file]);
  });

  it('leaves nothing behind once it is closed', async () => {
    const { host: other, link } = throughSh();
    const lent = await other.lend('secret.toml', 'x');
    link.close();
    await until('the folder to go', async () => (await host.stat(join(lent.path, '../..'))) === undefined);
  });

  it('ends what runs when nobody is there any more, and what was launched lives on', async () => {
    const { host: other, cut } = throughSh({ lostAfterMs: 500 });
    const running = other.run({ argv: ['sleep', '987'], timeoutMs: 60_000 });
    const pid = await other.launch({ argv: ['sleep', '30'], cwd: '/', env: {}, log: join(inside, 'log') });
    cut();
    await expect(running).rejects.toMatchObject({ code: 'host.connection-lost' });
    const sleeping = () => host.ask({ argv: ['pgrep', '-fx', 'sleep 987'], timeoutMs });
    await until('it to end', async () => (await sleeping()).exitCode === 1);
    expect(await host.processes({ pid })).toHaveLength(1);
    await host.signal([pid], 'SIGTERM');
  });
});

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
      hint: expect.stringContaining('baiup resume'),
    });
    await mkdir(gate);
    expect(await host.stat('/')).toMatchObject({ kind: 'folder' });
  });
});

describe('root behind sudo', () => {
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

describe('the fence', () => {
  const cluster = `test-${process.pid}-fence`;
  const turn = (number: number) => ({ cluster, run: `run ${number}`, number });
  afterAll(async () => {
    const { host } = throughSh();
    const state = join(String((await host.facts()).variables['HOME']), '.local/state/baiup/fence');
    for (const name of await readdir(state)) if (name.startsWith(cluster)) await rm(join(state, name));
  });

  it('refuses an earlier driver once a later one has its turn', async () => {
    const [old, young] = [throughSh().host.inTurn(turn(3)), throughSh().host.inTurn(turn(4))];
    await old.run({ argv: ['true'], timeoutMs });
    await young.run({ argv: ['true'], timeoutMs });
    const path = join(folder, 'late');
    for (const late of [old.run({ argv: ['touch', path], timeoutMs }), old.writeText(path, '')]) {
      await expect(late).rejects.toMatchObject({ code: 'host.fenced', message: /run 4/ });
    }
    expect(await old.stat(path)).toBeUndefined();
    await young.writeText(path, 'on time');
  });

  it('waits for what an earlier driver has running, which may go on, but no further', async () => {
    const [old, young] = [throughSh().host.inTurn(turn(5)), throughSh().host.inTurn(turn(6))];
    const path = join(folder, 'order');
    const slow = old.run({ argv: ['sh', '-c', `sleep 0.5; echo old >> ${path}`], timeoutMs });
    await until('it to run', async () => (await old.processes({ variable: 'X', value: '' })).length === 0);
    await old.stat('/');
    await young.run({ argv: ['sh', '-c', `echo young >> ${path}`], timeoutMs });
    await slow;
    expect(await old.readText(path)).toBe('old\nyoung\n');
  });

  it('waits for what outlived the connection of the same driver', async () => {
    const { host, cut } = throughSh();
    const mine = host.inTurn(turn(7));
    const path = join(folder, 'outlived');
    // It ends a while after it was asked to.
    const stubborn = `trap 'sleep 0.5; echo first >> ${path}; exit' TERM; echo > ${path}.runs; sleep 30 & wait`;
    const running = mine.run({ argv: ['sh', '-c', stubborn], timeoutMs: 60_000 });
    await until('it to run', async () => (await host.stat(`${path}.runs`)) !== undefined);
    cut();
    await expect(running).rejects.toMatchObject({ code: 'host.connection-lost' });
    await mine.run({ argv: ['sh', '-c', `echo second >> ${path}`], timeoutMs });
    expect(await host.readText(path)).toBe('first\nsecond\n');
  });
});
