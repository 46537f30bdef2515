import type { MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { componentNamed } from '../../core/components/index.ts';
import { pluginsAmong } from '../../core/components/plugins-among.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { heldPackages } from '../../io/python/held-packages.ts';
import { atMost } from '../../lib/at-most.ts';
import type { Readers } from './readers.ts';

type Found = Pick<MemberSnapshot, 'plugins' | 'environmentNotes'>;

/** What the members of one environment have beside their releases: several components may share one. */
async function lookInto(members: readonly MemberSnapshot[], host: Readers['host']): Promise<Found> {
  const [first] = members;
  if (!first) return {};
  const held = await heldPackages(host(first.host), first.environment);
  if (held === undefined) {
    const text = `what ${first.environment} holds beside its release cannot be read: its Python does not run`;
    return { environmentNotes: [{ kind: 'unread', text }] };
  }
  const plugins = pluginsAmong(
    held,
    members.flatMap(({ component }) => componentNamed(component).distributions),
  );
  return plugins.length > 0 ? { plugins } : {};
}

const keyOf = ({ host, environment }: MemberSnapshot): string => `${host} ${environment}`;

/** Members with what their environments hold beside their releases; one whose release cannot be told has none. */
export async function withPlugins(
  members: readonly MemberSnapshot[],
  { host }: Pick<Readers, 'host'>,
): Promise<MemberSnapshot[]> {
  const groups = Map.groupBy(
    members.filter(({ version }) => version !== undefined),
    keyOf,
  );
  const looks = await atMost(
    defaultLimits.inAll,
    [...groups],
    async ([key, group]) => [key, await lookInto(group, host)] as const,
  );
  const found = new Map(looks);
  return members.map((member) => {
    const { plugins, environmentNotes = [] } = found.get(keyOf(member)) ?? {};
    const notes = [...(member.environmentNotes ?? []), ...environmentNotes];
    return {
      ...member,
      ...(plugins ? { plugins } : {}),
      ...(notes.length > 0 ? { environmentNotes: notes } : {}),
    };
  });
}
