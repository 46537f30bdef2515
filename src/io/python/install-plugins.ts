import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import { BaiupError, exitCode } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import { isNoRoom } from '../../lib/no-room.ts';
import { hostTrouble } from '../hosts/host-trouble.ts';
import type { EnvironmentRequest } from './environment-request.ts';
import { type PluginInstall, pluginInstall } from './plugin-install.ts';
import { pluginUnavailable } from './plugin-unavailable.ts';
import { installBeside, requirements } from './uv-commands.ts';

/** The release's packages as they were proven, and what is to stand beside them. */
interface Beside {
  /** `name==version`, of the release alone. */
  readonly packages: readonly string[];
  readonly plugins: readonly CarriedPlugin[];
  /** Whether it was built just now: then its dependencies may still change. */
  readonly isFresh: boolean;
}

const pinned = (packages: readonly string[]): string[] => packages.filter((each) => each.includes('=='));
const nameIn = (requirement: string): string => requirement.split('==')[0] ?? '';

/** What must not change while plugins are installed, the strictest first. */
function limits(request: EnvironmentRequest, { packages, plugins, isFresh }: Beside): string[][] {
  const release = pinned(packages);
  const known = new Set(release.map(nameIn));
  const kept = plugins.flatMap(({ isAskedFor, name, take }) =>
    isAskedFor && take.from === 'index' && !known.has(name) ? [`${name}==${take.version}`] : [],
  );
  return [
    ...(kept.length > 0 ? [[...release, ...kept]] : []),
    release,
    ...(isFresh ? [[...requirements(request)]] : []),
  ];
}

function refuse(findings: readonly Finding[]): never {
  const [first] = findings;
  throw new BaiupError('plugin.unavailable', findings.map(({ summary }) => summary).join('\n'), {
    exit: exitCode.refused,
    findings,
    left: 'nothing was stopped',
    ...(first?.hint ? { hint: first.hint } : {}),
  });
}

async function howToInstall(
  request: EnvironmentRequest,
  wanted: readonly CarriedPlugin[],
): Promise<PluginInstall[]> {
  const [installs, gone]: [PluginInstall[], Finding[]] = [[], []];
  for (const plugin of wanted) {
    try {
      installs.push(await pluginInstall(request.host, plugin));
    } catch (error) {
      if (hostTrouble(error) || isNoRoom(error)) throw error;
      gone.push(pluginUnavailable(request, plugin, error));
    }
  }
  return gone.length > 0 ? refuse(gone) : installs;
}

/** Tells of each plugin alone whether it can be had. */
async function refuseEach(
  request: EnvironmentRequest,
  installs: readonly PluginInstall[],
  packages: readonly string[],
  why: unknown,
): Promise<never> {
  const found: Finding[] = [];
  for (const each of installs) {
    request.signal?.throwIfAborted();
    await installBeside(request, each, pinned(packages), ['--dry-run']).catch((error: unknown) => {
      if (hostTrouble(error) || isNoRoom(error)) throw error;
      found.push(pluginUnavailable(request, each.plugin, error));
    });
  }
  const all = () => installs.map(({ plugin }) => pluginUnavailable(request, plugin, why));
  return refuse(found.length > 0 ? found : all());
}

/** All of them in one resolution; what came from a folder of wheels stands there by then. */
const together = (installs: readonly PluginInstall[]): Omit<PluginInstall, 'plugin'> => ({
  words: installs.flatMap(({ words }) => words),
  links: [...new Set(installs.flatMap(({ links }) => links))],
  isExact: false,
});

/**
 * Puts plugins beside the release's packages, which stay as they are; only in an environment that was built just now
 * may dependencies change for them.
 * @throws BaiupError `plugin.unavailable` (exit 2), with a finding for each that cannot be had
 */
export async function installPlugins(request: EnvironmentRequest, beside: Beside): Promise<void> {
  const { plugins, packages } = beside;
  const installs = await howToInstall(
    request,
    plugins.filter(({ isAskedFor }) => !isAskedFor),
  );
  if (installs.length === 0) return;
  let why: unknown;
  for (const constraints of limits(request, beside)) {
    request.signal?.throwIfAborted();
    try {
      for (const each of installs.filter(({ isExact }) => isExact))
        await installBeside(request, each, [], ['--no-deps']);
      await installBeside(request, together(installs), constraints, []);
      return;
    } catch (error) {
      if (hostTrouble(error) || isNoRoom(error)) throw error;
      why = error;
    }
  }
  request.signal?.throwIfAborted();
  return refuseEach(request, installs, packages, why);
}
