import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plugin } from '../../core/cluster/plugin.ts';
import { type CarriedPlugin, carryPlugin } from '../../core/components/carried-plugin.ts';
import { pluginsAmong } from '../../core/components/plugins-among.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { buildEnvironment, environmentStands } from './build-environment.ts';
import { requirePlugins } from './check-plugins.ts';
import { pluginObstacle } from './plugin-obstacle.ts';
import { readHeld } from './read-held.ts';
import { emptyEnvironment, newEnvironment, smallAccelerator, writeAgents } from './small-agent.ts';
import { type SmallWheel, writeSmallWheel } from './small-wheel.ts';
import { installBeside } from './uv-commands.ts';

const python = '3.12';
const hop = { from: parseVersion('25.18.1'), to: parseVersion('25.19.2') };
let folder: string;
const at = (...path: string[]): string => join(folder, ...path);

const writeWheel = (where: string, wheel: SmallWheel) => writeSmallWheel(thisMachine, where, wheel);

const monitor = {
  name: 'site-monitor',
  version: '1.4',
  requires: ['site-library>=1'],
  entryPoints: { backendai_stats_monitor_v20: 'site = site_monitor:Monitor' },
  files: { 'site_monitor.py': 'import site_library\nclass Monitor: pass\n' },
};
const library = { name: 'site-library', version: '1.0', files: { 'site_library.py': '' } };

/** A project whose build is a few lines of its own: it needs nothing of an index. */
async function writeEditable(path: string): Promise<void> {
  const backend = `
import pathlib, zipfile
def build_editable(where, config_settings=None, metadata_directory=None):
    name, info = "site_hook-0.3-py3-none-any.whl", "site_hook-0.3.dist-info"
    files = {
        "site_hook.pth": str(pathlib.Path(__file__).parent),
        f"{info}/METADATA": "Metadata-Version: 2.1\\nName: site-hook\\nVersion: 0.3\\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        f"{info}/entry_points.txt": "[backendai_hook_v20]\\nsite = site_hook:Hook\\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{each},,\\n" for each in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(pathlib.Path(where) / name, "w") as archive:
        for each, text in files.items():
            archive.writestr(each, text)
    return name
`;
  const project = '[project]\nname = "site-hook"\nversion = "0.3"\n';
  const build = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'pyproject.toml'), `${project}${build}`);
  await writeFile(join(path, 'backend.py'), backend);
  await writeFile(join(path, 'site_hook.py'), 'class Hook: pass\n');
}

/** An accelerator whose source is read and never run. */
const slots = `import no_such_module
SLOT = "labgpu.device"
class Plugin:
    slot_types: Sequence[Tuple[SlotName, SlotTypes]] = (
        (SlotName(SLOT), SlotTypes.UNIQUE), (SlotName("lab.memory"), SlotTypes("bytes")), (made_up(), SlotTypes.COUNT))
`;

const makeNew = (name: string) => newEnvironment(thisMachine, at(name), at('wheels'));

let held: Plugin[];
const carried = (decisions: Readonly<Record<string, string>> = {}): CarriedPlugin[] =>
  held.flatMap((plugin) => carryPlugin(plugin, decisions[plugin.name], hop) ?? []);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-plugins-'));
  const wheels = at('wheels');
  await writeAgents(thisMachine, wheels);
  await writeWheel(wheels, library);
  const site = [
    await writeWheel(wheels, smallAccelerator('25.18.1', slots)),
    await writeWheel(at('site'), monitor),
  ];
  await writeWheel(wheels, smallAccelerator('25.19.2'));
  await writeEditable(at('hook'));
  const old = await emptyEnvironment(thisMachine, at('old'), '25.18.1');
  const own = ['backend.ai-agent==25.18.1', 'site-library'];
  const words = [...own, ...site, '--editable', at('hook')];
  await installBeside(old, { words, links: [wheels], isExact: true }, [], []);
  held = pluginsAmong((await readHeld(thisMachine, old.folder))?.packages ?? [], ['backend.ai-agent']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('what an environment holds beside its release', () => {
  it('is seen with where it came from and what it offers', () => {
    expect(
      held.map(({ name, version, source, isAskedFor }) => ({ name, version, source, isAskedFor })),
    ).toEqual([
      {
        name: 'backend-ai-accelerator-small',
        version: '25.18.1',
        source: { from: 'file', path: at('wheels/backend_ai_accelerator_small-25.18.1-py3-none-any.whl') },
        isAskedFor: false,
      },
      {
        name: 'site-hook',
        version: '0.3',
        source: { from: 'folder', path: at('hook'), isEditable: true },
        isAskedFor: false,
      },
      { name: 'site-library', version: '1.0', source: { from: 'index' }, isAskedFor: true },
      {
        name: 'site-monitor',
        version: '1.4',
        source: { from: 'file', path: at('site/site_monitor-1.4-py3-none-any.whl') },
        isAskedFor: false,
      },
    ]);
    expect(held.flatMap(({ entryPoints }) => entryPoints)).toEqual([
      { group: 'backendai_accelerator_v21', name: 'small' },
      { group: 'backendai_hook_v20', name: 'site' },
      { group: 'backendai_stats_monitor_v20', name: 'site' },
    ]);
  });

  it('is seen with the slots that its accelerators will bring', () => {
    expect(held.flatMap((plugin) => plugin.slots ?? [])).toEqual([
      { name: 'labgpu.device', type: 'unique' },
      { name: 'lab.memory', type: 'bytes' },
    ]);
  });

  it('is told where no package owns it, and where a module was changed in place', async () => {
    const packages = at('old/lib', `python${python}`, 'site-packages');
    const module = join(packages, 'ai/backend/agent/server.py');
    expect(await readHeld(thisMachine, at('old'))).toMatchObject({ strays: [], changed: [] });
    const strays = ['ai/backend/site', 'ai/backend/agent/more.py', 'local.pth', 'site_tools'];
    await mkdir(join(packages, 'ai/backend/site'));
    await writeFile(join(packages, 'ai/backend/site/__init__.py'), '');
    await mkdir(join(packages, 'site_tools'));
    await writeFile(join(packages, 'ai/backend/agent/more.py'), '');
    await writeFile(join(packages, 'local.pth'), '');
    await writeFile(join(packages, 'site_tools', 'tool.py'), '');
    await mkdir(join(packages, 'site_tools.libs'));
    await mkdir(join(packages, 'site_gone/__pycache__'), { recursive: true });
    await writeFile(join(packages, 'site_gone/__pycache__/gone.cpython-312.pyc'), '');
    await rm(module);
    await writeFile(module, 'fixed = True\n');
    const held = await readHeld(thisMachine, at('old'));
    expect([...(held?.strays ?? [])].sort()).toEqual([...strays].sort());
    expect(held?.changed).toEqual(['ai/backend/agent/server.py']);
  });

  it('is told once where a file of paths leads to it', async () => {
    const packages = at('old/lib', `python${python}`, 'site-packages');
    const told = async () => {
      const held = await readHeld(thisMachine, at('old'));
      const linked = held?.packages.find(({ name }) => name === 'site-linked');
      return { source: linked?.source, isStray: held?.strays.includes('site-source.pth') };
    };
    const folder = at('site-source');
    await mkdir(join(folder, 'site_linked.egg-info'), { recursive: true });
    await writeFile(
      join(folder, 'site_linked.egg-info', 'PKG-INFO'),
      'Metadata-Version: 2.1\nName: site-linked\nVersion: 0.1\n',
    );
    await writeFile(join(packages, 'site-source.pth'), `# ours\n${folder}\n`);
    const source = { from: 'folder', path: folder, isEditable: true };
    expect(await told()).toEqual({ source, isStray: false });
    await writeFile(join(packages, 'site-source.pth'), `${folder}\n${at('elsewhere')}\n`);
    expect(await told()).toEqual({ source, isStray: true });
    await rm(join(packages, 'site-source.pth'));
    await rm(folder, { recursive: true });
  });

  it('comes along: the release’s own in the target’s version, a wheel and an editable one as they are', async () => {
    // What the wheel asks for is on no index: the folder of the release's wheels has it.
    const plugins = carried({ 'site-library': at('wheels') });
    const request = { ...(await makeNew('new')), plugins };
    expect(await environmentStands(request)).toBe(false);
    await buildEnvironment(request);
    expect(await environmentStands(request)).toBe(true);
    const now = pluginsAmong((await readHeld(thisMachine, request.folder))?.packages ?? [], [
      'backend.ai-agent',
    ]);
    expect(now.map(({ name, version, source }) => `${name} ${version} ${source.from}`)).toEqual([
      'backend-ai-accelerator-small 25.19.2 index',
      'site-hook 0.3 folder',
      'site-library 1.0 index',
      'site-monitor 1.4 file',
    ]);
    const config = at('agent.toml');
    await writeFile(config, '[agent]\nallow-compute-plugins = ["ai.backend.accelerator.small"]\n');
    await requirePlugins({ ...request, config, program: { cwd: folder, variables: {} } });
  });

  it('goes again where its operator leaves it, and the rest stays', async () => {
    const all = { ...(await makeNew('less')), plugins: carried({ 'site-library': at('wheels') }) };
    await buildEnvironment(all);
    const fewer = { ...all, plugins: all.plugins.filter(({ name }) => name !== 'site-hook') };
    await buildEnvironment(fewer);
    const names = (await readHeld(thisMachine, all.folder))?.packages.map(({ name }) => name);
    expect(names).toEqual([
      'backend-ai-accelerator-small',
      'backend-ai-agent',
      'site-library',
      'site-monitor',
    ]);
  });
});

describe('what cannot be had', () => {
  let request: Awaited<ReturnType<typeof makeNew>>;
  beforeAll(async () => {
    request = await makeNew('lacking');
  });

  const one = (name: string, take: CarriedPlugin['take']): CarriedPlugin => ({
    name,
    take,
    entryPoints: [],
    isAskedFor: false,
  });

  it.each<[string, () => CarriedPlugin, RegExp]>([
    [
      'a wheel that is gone',
      () => one('site-gone', { from: 'file', path: at('site/gone-1-py3-none-any.whl') }),
      /gone-1-py3-none-any\.whl, is gone/,
    ],
    [
      'a source folder that is gone',
      () => one('site-gone', { from: 'folder', path: at('nowhere'), isEditable: true }),
      /source folder .*nowhere is not there/,
    ],
    [
      'a folder without a wheel of it',
      () => one('site-gone', { from: 'wheels', folder: at('wheels'), version: '1' }),
      /wheels has no wheel of site-gone/,
    ],
    [
      'a version that no index has',
      () => one('backend-ai-accelerator-mock', { from: 'index', version: '25.18.99' }),
      /no version of backend-ai-accelerator-mock==25\.18\.99/,
    ],
    [
      'a wheel of another Python',
      () => one('site-old', { from: 'wheels', folder: at('old-python'), version: '1.0' }),
      /site-old/,
    ],
  ])('%s is told beforehand, and again where the environment is made', async (_what, plugin, why) => {
    await writeWheel(at('old-python'), { name: 'site-old', version: '1.0', tag: 'cp39-cp39-any' });
    expect(await pluginObstacle(thisMachine, plugin(), python)).toMatch(why);
    await expect(buildEnvironment({ ...request, plugins: [plugin()] })).rejects.toMatchObject({
      code: 'plugin.unavailable',
      exit: 2,
      findings: [expect.objectContaining({ subject: plugin().name, hint: expect.stringContaining('leave') })],
    });
    expect(await environmentStands(request)).toBe(true);
  });

  it('a plugin that asks for another release is told where the environment is made', async () => {
    const wheel = at('wheels/backend_ai_accelerator_small-25.18.1-py3-none-any.whl');
    const plugins = [one('backend-ai-accelerator-small', { from: 'file', path: wheel })];
    await expect(buildEnvironment({ ...request, plugins })).rejects.toMatchObject({
      code: 'plugin.unavailable',
      message: expect.stringMatching(/backend-ai-agent==25\.18\.1/),
    });
  });
});
