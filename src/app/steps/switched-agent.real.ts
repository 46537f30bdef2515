import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { localHost } from '../../io/hosts/local.ts';
import { linkEnvironment, switchEnvironment } from '../../io/services/unit-environment.ts';
import { filesCapture } from './files-capture.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

/**
 * It knows its kernels as agents before 25.17 do: by the path of its own source, as Python was started by. It begins
 * one more, and says which release it is and whom it knew.
 */
const agent = `
import hashlib, os, pickle, sys
release, folder, kernel = open(os.path.join(os.path.dirname(__file__), "release")).read(), sys.argv[1], sys.argv[2]
path = "%s/last_registry.%s.dat" % (folder, hashlib.md5(__file__.encode()).hexdigest()[:12])
known = pickle.load(open(path, "rb")) if os.path.exists(path) else {}
print(release, *known)
with open(path, "wb") as file:
    pickle.dump(dict(known, **{kernel: release}), file)
`;

const host = localHost('here');
let folder = '';
const at = (name: string): string => join(folder, name);
const sh = async (line: string): Promise<string> => {
  const { stdout } = await host.run({ argv: ['bash', '-c', line], cwd: folder, timeoutMs: 30_000 });
  return stdout.trim();
};

const module = 'ai.backend.agent.agent';

/** An environment with such an agent in it: its own path is written into it, as `venv` does. */
async function environment(name: string, release: string): Promise<string> {
  const path = at(name);
  const find = 'import sys; print(sys.executable, "python%d.%d" % sys.version_info[:2])';
  const [python = '', lib] = (await sh(`python3 -c '${find}'`)).split(' ');
  const inside = join(path, 'lib', lib ?? '', 'site-packages/ai/backend/agent');
  await Promise.all([mkdir(inside, { recursive: true }), mkdir(join(path, 'bin'), { recursive: true })]);
  await symlink(python, join(path, 'bin/python'));
  const files: Readonly<Record<string, string>> = {
    [join(path, 'pyvenv.cfg')]: `home = ${dirname(python)}\n`,
    [join(path, 'bin/activate')]: `export VIRTUAL_ENV=${path} PATH="${path}/bin:$PATH"\n`,
    [join(path, 'bin/backend.ai')]:
      `#!${path}/bin/python\nimport runpy\nrunpy.run_module("${module}", run_name="__main__")\n`,
    [join(inside, 'agent.py')]: agent,
    [join(inside, 'release')]: release,
  };
  for (const [file, text] of Object.entries(files)) await writeFile(file, text, { mode: 0o755 });
  return path;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-agent-'));
  await Promise.all([mkdir(at('var')), mkdir(at('run'))]);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe.each([
  ['by the python of the path that its unit names', `.venv/bin/python -m ${module}`],
  ['by a script that activates', `source .venv/bin/activate && exec python -m ${module}`],
  ['by a program of the environment', '.venv/bin/backend.ai'],
])('an agent that is started %s', (_how, command) => {
  const runs = (kernel: string) => sh(`${command.replaceAll('.venv', at('.venv'))} ${at('var')} ${kernel}`);

  it('knows its kernels after its folder became a link to another environment, and after the way back', async () => {
    const [path, keep] = [await environment('.venv', '24.03.10'), at('.venv-24.03.10')];
    const next = await environment('.venv-24.03.11', '24.03.11');
    const inventory = {
      components: [
        {
          ...{ id: 'a1', component: 'agent', host: 'here', config: at('a.toml') },
          agent: { id: 'i-a1', varBase: at('var') },
          service: { kind: 'systemd', unit: 'a', environment: path },
        },
      ],
    } as unknown as Inventory;
    const state = simulatedState({ active: false, environment: keep });
    const context = { ...simulatedContext(at('run'), inventory, state), host: () => host };
    const turn = filesCapture.params.parse({
      ...{ hop: 1, member: 'a1', component: 'agent', restoresData: false },
      locations: { 'agent.var-base-path': at('var') },
      from: { environment: keep, version: '24.03.10' },
      to: { environment: next, version: '24.03.11' },
    });

    expect(await runs('k1')).toBe('24.03.10');
    expect(await linkEnvironment(host, path, keep)).toBe(true);
    // It is started again while its folder is another one already: it is the same by its path.
    expect(await runs('k2')).toBe('24.03.10 k1');
    await filesCapture.apply(turn, context, 'todo');
    await filesCapture.verify(turn, context);
    await switchEnvironment(host, path, next, keep);
    expect(await runs('k3')).toBe('24.03.11 k1 k2');

    await switchEnvironment(host, path, keep, keep);
    if (typeof filesCapture.undo !== 'function') return expect.unreachable();
    await filesCapture.undo(turn, context);
    expect(await runs('k4')).toBe('24.03.10 k1 k2 k3');
  });
});
