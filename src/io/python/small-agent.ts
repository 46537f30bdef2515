import { join } from 'node:path';
import type { Host } from '../hosts/port.ts';
import { saveEnvironmentRecord } from './environment-record.ts';
import { findPython } from './interpreters.ts';
import { type SmallWheel, writeSmallWheel } from './small-wheel.ts';
import { createEnvironment, installBeside } from './uv-commands.ts';

const python = '3.12';

/** An agent of a few lines that looks for plugins as the real ones do. */
const agent = (version: string): SmallWheel => ({
  name: 'backend.ai-agent',
  version,
  files: {
    'ai/backend/agent/server.py': [
      'from ai.backend.common.plugin import BasePluginContext',
      'class ComputePluginContext(BasePluginContext):',
      '    plugin_group = "backendai_accelerator_v21"\n',
    ].join('\n'),
    'ai/backend/common/plugin.py': 'class BasePluginContext:\n    plugin_group = "backendai_XXX_v10"\n',
  },
});

/** An accelerator of a few lines, of a release's own version. */
export const smallAccelerator = (version: string, code = 'class Plugin: pass\n'): SmallWheel => ({
  name: 'backend.ai-accelerator-small',
  version,
  requires: [`backend.ai-agent==${version}`],
  entryPoints: { backendai_accelerator_v21: 'small = ai.backend.accelerator.small.plugin:Plugin' },
  files: { 'ai/backend/accelerator/small/plugin.py': code },
});

/** An environment with nothing in it, for an agent of a version. */
export async function emptyEnvironment(host: Host, folder: string, version: string) {
  const target = { host, component: 'agent', version, folder } as const;
  await createEnvironment(target, (await findPython(host, python)).path);
  return target;
}

/** A folder of wheels of that agent, of the release before and of the target. */
export async function writeAgents(host: Host, folder: string): Promise<void> {
  for (const version of ['25.18.1', '25.19.2']) await writeSmallWheel(host, folder, agent(version));
}

/** An environment of the target's agent, from a folder of wheels, that counts as built and proven. */
export async function newEnvironment(host: Host, folder: string, wheels: string) {
  const target = await emptyEnvironment(host, folder, '25.19.2');
  const words = [join(wheels, 'backend_ai_agent-25.19.2-py3-none-any.whl')];
  await installBeside(target, { words, links: [], isExact: true }, [], []);
  const { component, version } = target;
  const rest = { python, choice: 'locked', tried: [], builtAt: '2026-01-01T00:00:00Z' };
  const packages = ['backend-ai-agent==25.19.2'];
  await saveEnvironmentRecord(host, folder, { component, version, packages, ...rest });
  return { ...target, published: '2026-01-01T00:00:00Z', python };
}
