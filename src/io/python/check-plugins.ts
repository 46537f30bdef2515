import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'smol-toml';
import { z } from 'zod';
import type { ComponentName } from '../../core/cluster/inventory.ts';
import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import type { Component } from '../../core/components/component.ts';
import { componentNamed } from '../../core/components/index.ts';
import { BaiupError, exitCode, messageOf } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import type { HostReader } from '../hosts/port.ts';
import type { ServiceProgram } from '../services/port.ts';

interface PluginCheck {
  readonly host: HostReader;
  /** The new environment. */
  readonly folder: string;
  readonly component: ComponentName;
  readonly version: string;
  readonly config: string;
  readonly program: Pick<ServiceProgram, 'cwd' | 'variables'>;
  readonly plugins?: readonly CarriedPlugin[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const troubles = z.array(
  z.object({
    kind: z.enum(['missing', 'unseen', 'broken', 'absent']),
    plugin: z.string(),
    message: z.string(),
  }),
);

const tryPlugins = fileURLToPath(new URL('./check_plugins.py', import.meta.url));

/** Every list of texts under a key, however deep: agents of one process may have tables of their own. */
function listsUnder(key: string, value: unknown): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const own = Object.entries(value).flatMap(([name, each]) =>
    name.replaceAll('_', '-') === key && Array.isArray(each)
      ? [each.filter((text) => typeof text === 'string')]
      : [listsUnder(key, each)],
  );
  const found = own.filter((list) => list !== undefined);
  return found.length > 0 ? [...new Set(found.flat())] : undefined;
}

/** Which plugins a configuration names; a file that cannot be read is told of by the loader. */
async function namedIn(host: HostReader, config: string, lists: Component['pluginLists']) {
  if (!lists) return { allow: null, block: [] };
  const text = (await host.readText(config).catch(() => undefined)) ?? '';
  const table = parsedToml(text);
  return {
    key: lists.allow,
    group: lists.group ?? null,
    allow: listsUnder(lists.allow, table) ?? null,
    block: listsUnder(lists.block, table) ?? [],
  };
}

function parsedToml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return {};
  }
}

async function troublesOf(check: PluginCheck): Promise<z.infer<typeof troubles>> {
  const { host, folder, component, config, program, plugins = [], signal } = check;
  const { module, pluginLists } = componentNamed(component);
  const named = await namedIn(host, config, pluginLists);
  if (plugins.length === 0 && (named.allow ?? []).length === 0) return [];
  const entryPoints = plugins.flatMap((each) => each.entryPoints.map(({ group, name }) => [group, name]));
  const said = await host.ask({
    argv: [join(folder, 'bin', 'python'), await host.bring(tryPlugins), module],
    cwd: program.cwd,
    env: program.variables,
    input: JSON.stringify({ entryPoints, ...named }),
    timeoutMs: 180_000,
    ...(signal ? { signal } : {}),
  });
  try {
    return troubles.parse(JSON.parse(said.stdout.trim().split('\n').at(-1) ?? ''));
  } catch (error) {
    const words = said.stderr.trim().split('\n').slice(-6).join('\n') || messageOf(error);
    return [{ kind: 'broken', plugin: component, message: `its plugins cannot be tried: ${words}` }];
  }
}

/**
 * Stops where a plugin that the old environment had is not in the new one, or does not load there, or where the
 * configuration names one that is not there.
 * @throws BaiupError `plugin.lost` (exit 2), with a finding for each
 */
export async function requirePlugins(check: PluginCheck): Promise<void> {
  const { component, version, folder, host, config } = check;
  const findings = (await troublesOf(check)).map(
    ({ kind, plugin, message }): Finding => ({
      code: 'plugin.lost',
      severity: 'blocker',
      subject: plugin,
      summary: `${plugin}: ${message}`,
      hint:
        kind === 'absent'
          ? `install its package in the environment that ${component} has now, or take it out of ${config}`
          : `write another version of its package, a folder of wheels, or leave under "plugins" of the ${component} in cluster.yaml`,
    }),
  );
  const [first] = findings;
  if (!first) return;
  const lines = findings.map(({ summary }) => summary).join('\n');
  throw new BaiupError(
    'plugin.lost',
    `${folder} on ${host.name}, for ${component} ${version}, lacks plugins of the environment before:\n${lines}`,
    { exit: exitCode.refused, findings, ...(first.hint ? { hint: first.hint } : {}) },
  );
}
