import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thisMachine } from '../hosts/this-machine.ts';
import { requirePlugins } from './check-plugins.ts';
import { newEnvironment, smallAccelerator, writeAgents } from './small-agent.ts';
import { type SmallWheel, writeSmallWheel } from './small-wheel.ts';
import { installBeside, uninstall } from './uv-commands.ts';

describe('plugins in the new environment', () => {
  let folder: string;
  const at = (...path: string[]): string => join(folder, ...path);
  let request: Awaited<ReturnType<typeof newEnvironment>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baiup-plugins-'));
    await writeAgents(thisMachine, at('wheels'));
    request = await newEnvironment(thisMachine, at('tried'), at('wheels'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const small = [{ group: 'backendai_accelerator_v21', name: 'small' }];

  async function tried(
    wheel: SmallWheel | undefined,
    config: string,
    component: 'agent' | 'manager' = 'agent',
    entryPoints = small,
  ) {
    await uninstall(request, ['backend.ai-accelerator-small', 'site-hook']);
    if (wheel) {
      const path = await writeSmallWheel(thisMachine, at('tried-wheels'), wheel);
      await installBeside(request, { words: [path], links: [], isExact: true }, [], []);
    }
    const file = at('tried.toml');
    await writeFile(file, config);
    const plugins = [
      {
        name: 'backend-ai-accelerator-small',
        take: { from: 'index', version: '25.19.2' },
        entryPoints,
        isAskedFor: false,
      } as const,
    ];
    return requirePlugins({
      ...request,
      component,
      config: file,
      program: { cwd: folder, variables: {} },
      plugins,
    }).then(
      () => [],
      ({ findings }) => findings.map(({ summary }: { summary: string }) => summary),
    );
  }

  it.each<[string, SmallWheel | undefined, string, RegExp[]]>([
    ['are fine', smallAccelerator('25.19.2'), '', []],
    ['are missed', undefined, '', [/no package has the entry point small of backendai_accelerator_v21/]],
    [
      'are seen in a group that the release does not look for',
      { ...smallAccelerator('25.19.2'), entryPoints: { backendai_accelerator_v20: 'small = x:Y' } },
      '',
      [/it is in backendai_accelerator_v20, and this release looks for plugins in backendai_accelerator_v21/],
    ],
    [
      'are imported',
      smallAccelerator('25.19.2', 'import not_there\n'),
      '',
      [/ModuleNotFoundError: .*not_there/],
    ],
    [
      'are passed over where the agent blocks them',
      smallAccelerator('25.19.2', 'import not_there\n'),
      '[agent]\nblock-compute-plugins = ["ai.backend.accelerator.small"]\n',
      [],
    ],
    [
      'are passed over where the agent allows others alone, and those must be there',
      smallAccelerator('25.19.2', 'import not_there\n'),
      '[[agents]]\n[agents.agent]\nallow-compute-plugins = ["ai.backend.accelerator.cuda_open"]\n',
      [/ai\.backend\.accelerator\.cuda_open: allow-compute-plugins names it, and no package has it/],
    ],
  ])('%s', async (_what, wheel, config, found) => {
    expect(await tried(wheel, config)).toEqual(found.map((each) => expect.stringMatching(each)));
  });

  /** A hook of a site, and a manager that looks for hooks. */
  const hook = (code: string): SmallWheel => ({
    name: 'site-hook',
    version: '1.0',
    entryPoints: { backendai_hook_v20: 'audit = site_hook:Hook' },
    files: {
      'site_hook.py': code,
      'ai/backend/manager/server.py':
        'from ai.backend.common.plugin import BasePluginContext\nclass Hooks(BasePluginContext):\n    plugin_group = "backendai_hook_v20"\n',
    },
  });
  const works = 'class Hook: pass\n';
  // Of another length than the one that works: Python takes a compiled file by its source's time and length.
  const broken = 'import not_there_at_all\n';

  it.each<[string, string, string, RegExp[]]>([
    ['that it allows must load', broken, 'allowed-plugins = ["site_hook"]', [/ModuleNotFoundError/]],
    [
      'that it allows must be there',
      works,
      'allowed-plugins = ["site_hook", "site_sso"]',
      [/^site_sso: allowed-plugins names it, and no package has it$/],
    ],
    ['that it does not allow are passed over', broken, 'allowed-plugins = []', []],
    ['that it disables are passed over', broken, 'disabled-plugins = ["site_hook"]', []],
    ['in the words of later releases', broken, 'disabled_plugins = ["site_hook"]', []],
  ])('of a manager %s', async (_what, code, config, found) => {
    const points = [{ group: 'backendai_hook_v20', name: 'audit' }];
    expect(await tried(hook(code), `[manager]\n${config}\n`, 'manager', points)).toEqual(
      found.map((each) => expect.stringMatching(each)),
    );
  });
});
