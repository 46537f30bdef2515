import type { Member } from '../cluster/inventory.ts';
import type { MemberSnapshot } from '../cluster/snapshot.ts';
import { parseVersion } from '../versions/parse-version.ts';
import type { Version } from '../versions/version.ts';
import { type CarriedPlugin, carryPlugin } from './carried-plugin.ts';
import { pipName } from './plugins-among.ts';

/**
 * What an upgrade to a release brings along of what a member's environment holds beside its own.
 * @returns undefined where it cannot be told, because no release can be read in the environment
 */
export function carriedBy(
  { plugins: decisions = {} }: Pick<Member, 'plugins'>,
  { plugins = [], version }: Pick<MemberSnapshot, 'plugins' | 'version'>,
  to: Version,
): CarriedPlugin[] | undefined {
  if (version === undefined) return plugins.length === 0 ? [] : undefined;
  const decided = new Map(Object.entries(decisions).map(([name, what]) => [pipName(name), what]));
  const hop = { from: parseVersion(version), to };
  return plugins.flatMap((plugin) => carryPlugin(plugin, decided.get(plugin.name), hop) ?? []);
}
