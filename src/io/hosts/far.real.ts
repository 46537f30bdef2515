import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { secret } from '../../lib/secret.ts';
import { hostContract } from './contract.ts';
import { openFar } from './far-open.ts';
import { farProcess } from './far-process.ts';
import { farCommand, farProgram } from './far-program.ts';
import { jobContract } from './job-contract.ts';
import { serveHere } from './serve-here.ts';
import { closesChannels, throughSh, untilSo } from './through-sh.ts';

const timeoutMs = 10_000;
let folder: string;
beforeAll(async () => {
  process.env['OF_OUR_OWN'] = 'kept';
  folder = await mkdtemp(join(tmpdir(), 'baiup-far-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

closesChannels();

describe('the far end behind sh', () => {
  const { host } = throughSh();
  const serve = serveHere();
  let inside = '';
  beforeEach(async () => {
    inside = await mkdtemp(join(folder, 'files-'));
  });
  hostContract(() => ({ host, folder: inside, serve }));
  jobContract(() => ({ host, folder: inside }));

  it('is heard through what a login shell prints, and over what a Python lacks', async () => {
    const poor = join(folder, 'poor-python');
    await writeFile(poor, '#!/bin/sh\nexec python3 "$@"\n', { mode: 0o755 });
    // As Debian's python3-minimal: it has no json.
    const without = `import sys; sys.modules["json"] = None; exec(sys.argv[1])`;
    const lacking = join(folder, 'lacking-python');
    await writeFile(lacking, `#!/bin/sh\nexec python3 -I -c '${without}' "$3"\n`, { mode: 0o755 });
    const alone = openFar(farProcess([...farCommand([lacking]).slice(0, 6)] as never), timeoutMs);
    await expect(alone).rejects.toMatchObject({
      printed: expect.stringMatching(/^baiup-python: .*json/m),
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
    await untilSo('the folder to go', async () => (await host.stat(join(lent.path, '../..'))) === undefined);
  });

  it('is found also where the login shell was told a PATH without the system’s programs', async () => {
    const command = ['/usr/bin/env', 'PATH=/opt/nothing', ...farCommand()] as const;
    const { host: poor } = throughSh({ command: [...command] });
    expect((await poor.run({ argv: ['uname'], timeoutMs })).stdout).toBe('Linux\n');
    expect((await poor.facts()).variables['PATH']).toMatch(/^\/opt\/nothing:.*\/usr\/bin/);
  });

  it('has names in any script also where the locale of a login knows ASCII alone', async () => {
    const plain = join(inside, 'ascii-python');
    // Before Python 3.7 it was so without asking for it.
    await writeFile(plain, '#!/bin/sh\nexec env LC_ALL=C python3 -X utf8=0 "$@"\n', { mode: 0o755 });
    const { host: other } = throughSh({ command: [...farCommand([plain])] });
    const [name, path] = ['sch\u00fcssel \ud55c\uad6d \u201ex\u201c', join(inside, 'f\u00fcr', 'a')];
    await other.writeText(join(path, name), name);
    expect(await readFile(join(path, name), 'utf8')).toBe(name);
    expect(await other.list(path)).toEqual([name]);
    await other.link(join(inside, 'l\u00efnk'), path);
    expect(await other.readLink(join(inside, 'l\u00efnk'))).toBe(path);
    const argv = ['sh', '-c', 'printf "%s %s %s" "$1" "$A" "$PWD"', 'sh', name] as const;
    const { stdout } = await other.run({ argv, env: { A: name }, cwd: path, timeoutMs });
    expect(stdout).toBe(`${name} ${name} ${path}`);
  });

  it('gives files the mode that is told, whatever umask a login has', async () => {
    const strict = ['sh', '-c', 'umask 077; exec "$@"', 'sh', ...farCommand()] as const;
    const { host: other } = throughSh({ command: [...strict] });
    await other.writeText(join(inside, 'shared'), 'x', 0o644);
    expect(await host.stat(join(inside, 'shared'))).toMatchObject({ mode: 0o644 });
  });

  it('removes the folder of all sessions with the last of them', async () => {
    const temporary = join(inside, 'temporary');
    const apart = () => throughSh({ command: ['env', `TMPDIR=${temporary}`, ...farCommand()] });
    await host.makeFolder(temporary);
    const [one, other] = [apart(), apart()];
    const lent = await one.host.lend('kept', 'x');
    await other.host.facts();
    other.link.close();
    const sessions = () => host.list(join(lent.path, '../../..'));
    await untilSo('the one to go', async () => (await sessions()).length === 1);
    expect(await host.readText(lent.path)).toBe('x');
    one.link.close();
    await untilSo('nothing to be left', async () => (await host.list(temporary)).length === 0);
  });

  it('waits to be called again in a process of its own, which still has what was lent', async () => {
    const { host: other, cut, opened } = throughSh({ lostAfterMs: 20_000 });
    const lent = await other.lend('kept', 'x');
    const { stdout } = await other.ask({ argv: ['sh', '-c', 'echo $PPID'], timeoutMs });
    const pid = Number(stdout);
    cut();
    await untilSo('the far end to end', async () => (await host.processes({ pid })).length === 0);
    expect(await host.readText(lent.path)).toBe('x');
    expect(await other.readText(lent.path)).toBe('x');
    expect(opened()).toBe(2);
  });

  it('ends what runs when nobody is there any more, and what was launched lives on', async () => {
    const { host: other, cut } = throughSh({ lostAfterMs: 500 });
    // Nobody else's: tests run beside each other.
    const forHow = `98.${process.pid}`;
    const pid = await other.launch({ argv: ['sleep', '30'], cwd: '/', env: {}, log: join(inside, 'log') });
    // Many at once: some are only begun when it is cut.
    const running = Array.from({ length: 20 }, () =>
      other.run({ argv: ['sleep', forHow], timeoutMs: 60_000 }),
    );
    const ends = Promise.allSettled(running);
    await delay(15);
    cut();
    for (const end of await ends)
      expect(end).toMatchObject({ status: 'rejected', reason: { code: 'host.connection-lost' } });
    const sleeping = () => host.ask({ argv: ['pgrep', '-fx', `sleep ${forHow}`], timeoutMs });
    await untilSo('it to end', async () => (await sleeping()).exitCode === 1);
    expect(await host.processes({ pid })).toHaveLength(1);
    await host.signal([pid], 'SIGTERM');
  });
});
