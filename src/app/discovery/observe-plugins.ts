import type { EnvironmentNote, MemberSnapshot } from '../../core/cluster/snapshot.ts';
import { componentNamed } from '../../core/components/index.ts';
import { pluginsAmong } from '../../core/components/plugins-among.ts';
import { defaultLimits } from '../../core/plan/limits.ts';
import { type Held, readHeld } from '../../io/python/read-held.ts';
import { atMost } from '../../lib/at-most.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Readers } from './readers.ts';

type Found = Pick<MemberSnapshot, 'plugins' | 'environmentNotes'>;

/** What no package brings along. */
function notesOf({ strays, changed }: Held, environment: string): EnvironmentNote[] {
  const notes: EnvironmentNote[] = [];
  if (changed.length > 0) {
    const text = `modules of Backend.AI in ${environment} were changed in place (${shortList(changed)}): the new environment has the published ones`;
    notes.push({ kind: 'changed', text });
  }
  if (strays.length > 0) {
    const text = `no package owns files in ${environment} (${shortList(strays)}): they do not come along`;
    notes.push({ kind: 'stray', text });
  }
  return notes;
}

/** What the members of one environment have beside their releases: several components may share one. */
async function lookInto(members: readonly MemberSnapshot[], host: Readers['host']): Promise<Found> {
  const [first] = members;
  if (!first) return {};
  const { environment } = first;
  const held = await readHeld(host(first.host), environment);
  if (held === undefined) {
    const text = `what ${environment} holds beside its release cannot be read: its Python does not run`;
    return { environmentNotes: [{ kind: 'unread', text }] };
  }
  const plugins = pluginsAmong(
    held.packages,
    members.flatMap(({ component }) => componentNamed(component).distributions),
  );
  return { ...(plugins.length > 0 ? { plugins } : {}), environmentNotes: notesOf(held, environment) };
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
