import { access, chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thisMachine } from '../hosts/this-machine.ts';
import { anyPython, findPython, type Interpreter } from './interpreters.ts';
import { pythonsOn } from './pythons-look.ts';

let folder: string;
let real: Interpreter;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-python-'));
  real = await anyPython(thisMachine);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function program(path: string, content: string): Promise<string> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, content);
  await chmod(path, 0o755);
  return path;
}

describe('interpreters', () => {
  const withVariables = (variables: Record<string, string>) => ({
    ...thisMachine,
    facts: async () => ({ ...(await thisMachine.facts()), variables }),
  });

  it('are passed over when they do not run, and found in the folders of pyenv', async () => {
    const shim = await program(join(folder, 'shims', `python${real.minor}`), '#!/bin/sh\nexit 127\n');
    const bin = join(folder, 'versions', `${real.minor}.99`, 'bin');
    await mkdir(bin, { recursive: true });
    await symlink(real.path, join(bin, `python${real.minor}`));
    const env = { PATH: join(shim, '..'), PYENV_ROOT: folder };
    expect((await findPython(withVariables(env), real.minor)).minor).toBe(real.minor);
  });

  it.each([['versions'], ['installs/python']])(
    'behind shims are looked at in %s beside them, and no shim is run',
    async (versions) => {
      const root = join(folder, versions.replace('/', '-'));
      const ran = join(root, 'ran');
      for (const name of ['python3', `python${real.minor}`])
        await program(join(root, 'shims', name), `#!/bin/sh\ntouch ${ran}\nexec ${real.path} "$@"\n`);
      const bin = join(root, versions, `${real.minor}.99`, 'bin');
      await mkdir(bin, { recursive: true });
      await symlink(real.path, join(bin, 'python3'));
      const host = withVariables({ PATH: join(root, 'shims'), HOME: root });
      expect(await pythonsOn(host, [])).toMatchObject([
        { version: expect.stringContaining(`${real.minor}.`) },
      ]);
      await expect(access(ran)).rejects.toMatchObject({ code: 'ENOENT' });
    },
  );

  it('are not taken at their name', async () => {
    await program(join(folder, 'liar', 'python3.98'), '#!/bin/sh\necho 2.7\necho /nowhere\n');
    await expect(findPython(withVariables({ PATH: join(folder, 'liar') }), '3.98')).rejects.toMatchObject({
      code: 'python.missing',
      message: expect.stringContaining('Python 3.98'),
      hint: expect.stringContaining('pyenv install 3.98'),
    });
  });
});
