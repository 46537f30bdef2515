import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../hosts/port.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { copyPython } from './copy-python.ts';
import { anyPython, findPython } from './interpreters.ts';
import { pythonsOn } from './pythons-look.ts';

let folder: string;
let minor: string;

/** This machine, with another home. */
function withHome(name: string): Host {
  const home = join(folder, name);
  const variables = { HOME: home, PATH: '/nonexistent', BAIUP_HOME: join(home, 'baiup') };
  return {
    ...thisMachine,
    name,
    facts: async () => ({ ...(await thisMachine.facts()), variables }),
  };
}

/** Stands for a standalone Python: a program that finds the real one and says that it lies where it was called. */
async function standalone(home: string, version: string, real: string): Promise<void> {
  const bin = join(home, '.static-python/versions', version, 'bin');
  await mkdir(bin, { recursive: true });
  const program = `#!/bin/sh\nexec env -u __PYVENV_LAUNCHER__ sh -c 'program=$1; shift; exec -a "$program" ${real} "$@"' sh "$0" "$@"\n`;
  await writeFile(join(bin, `python${minor}`), program.replaceAll('sh -c', 'bash -c'));
  await chmod(join(bin, `python${minor}`), 0o755);
  await symlink(`python${minor}`, join(bin, 'python3'));
}

let version: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-copied-'));
  const real = await anyPython(thisMachine);
  minor = real.minor;
  const asked = await thisMachine.ask({
    argv: [real.path, '-c', 'import platform; print(platform.python_version())'],
    timeoutMs: 20_000,
  });
  version = asked.stdout.trim();
  await standalone(join(folder, 'one'), version, real.path);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a standalone Python', () => {
  it('is copied to another host, runs there, and is found there', async () => {
    const [one, two] = [withHome('one'), withHome('two')];
    const path = join(folder, 'one/.static-python/versions', version, 'bin', `python${minor}`);
    const python = { version, path, folder: join(path, '../..'), platform: '' };
    await expect(findPython(two, minor)).rejects.toMatchObject({ code: 'python.missing' });
    const place = await copyPython({ from: one, to: two, here: thisMachine, python });
    expect(place).toBe(join(folder, 'two/.static-python/versions', version));
    expect((await findPython(two, minor)).minor).toBe(minor);
    expect((await pythonsOn(two, [])).map((each) => each.version)).toEqual([version]);
    expect(await readdir(join(folder, 'two/baiup/cache/pythons'))).toEqual([]);
  });

  it('that does not run there leaves nothing behind', async () => {
    const three = withHome('three');
    const broken = join(folder, 'broken');
    await mkdir(join(broken, 'bin'), { recursive: true });
    await writeFile(join(broken, 'bin/python3.99'), '#!/bin/sh\necho no such library >&2\nexit 127\n');
    await chmod(join(broken, 'bin/python3.99'), 0o755);
    const python = { version: '3.99.0', path: join(broken, 'bin/python3.99'), folder: broken, platform: '' };
    await expect(
      copyPython({ from: withHome('one'), to: three, here: thisMachine, python }),
    ).rejects.toMatchObject({ code: 'python.not-copied', message: expect.stringMatching(/no such library/) });
    expect(await readdir(join(folder, 'three/.static-python/versions'))).toEqual([]);
  });
});

describe('what is looked for on a host', () => {
  it('is every Python once, with what it runs on, also behind an environment', async () => {
    const environment = join(folder, 'environment');
    const real = await anyPython(thisMachine);
    await thisMachine.run({
      argv: [real.path, '-m', 'venv', '--without-pip', environment],
      timeoutMs: 60_000,
    });
    const found = await pythonsOn(withHome('bare'), [environment]);
    expect(found).toEqual([
      {
        version,
        path: expect.stringContaining('python'),
        platform: expect.stringMatching(/^linux-\w+ (glibc|musl)$/),
      },
    ]);
  });
});
