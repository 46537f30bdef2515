import type { PlannedWithout } from '../../core/plan/plan.ts';
import type { Waves } from '../../core/plan/waves.ts';
import { usageError } from '../../lib/errors.ts';
import type { Finding } from '../../lib/finding.ts';
import { nearWords } from '../../lib/near-words.ts';
import type { DraftInput } from './drafts.ts';

function unknown(what: string, name: string, known: readonly string[]): Error {
  const near = nearWords(name, known);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are: ${known.join(', ')}`;
  return usageError('waves.unknown', `the cluster has no ${what} "${name.slice(0, 60)}"`, hint);
}

/** @throws BaiupError `waves.unknown` (exit 64) */
function requireNames(
  { inventory, snapshot }: DraftInput,
  { size, canary }: Waves,
  postponed: readonly PlannedWithout[],
): void {
  const groups = [...new Set(snapshot.agentGroups.map(({ group }) => group))].sort();
  const stranger = size.by === 'group' ? size.first.find((name) => !groups.includes(name)) : undefined;
  if (stranger !== undefined) throw unknown('resource group', stranger, groups);
  if (canary === undefined || canary === 'none') return;
  const names = [
    ...inventory.components.flatMap(({ id, host }) => [id, host]),
    ...postponed.flatMap(({ member, host }) => [member, host]),
  ];
  if (!names.includes(canary)) throw unknown('agent or host', canary, [...new Set(names)]);
}

function blocker(code: string, subject: string, summary: string, hint: string): Finding {
  return { code, severity: 'blocker', subject, summary, hint };
}

/** A canary that is no agent would turn before the managers, which the page's order has first. */
function canaryFinding({ inventory }: DraftInput, { canary }: Waves): Finding[] {
  const named = inventory.components.filter(({ id, host }) => id === canary || host === canary);
  if (named.length === 0 || named.some(({ component }) => component === 'agent')) return [];
  const who = named.map(({ id, component }) => `${component} ${id}`).join(', ');
  return [
    blocker(
      'waves.order',
      String(canary),
      `only agents turn in waves, and ${canary} has none: ${who}`,
      'managers turn first, then all others, then agents: name an agent or a host that has one with --canary',
    ),
  ];
}

/**
 * Why agents cannot turn in the waves that were asked for: pure.
 * @param postponed whom the plan leaves for later: waves may name them, and begin with others
 * @throws BaiupError `waves.unknown` (exit 64) for a host, an agent or a group that the cluster does not have
 */
export function againstWaves(
  draft: DraftInput,
  waves: Waves,
  postponed: readonly PlannedWithout[] = [],
): Finding[] {
  requireNames(draft, waves, postponed);
  const { path, first, windows, drain } = draft;
  const major = [...(first?.hops ?? []), ...path.hops].find(({ kind }) => kind === 'major');
  const without = 'leave --waves out';
  return [
    ...(major
      ? [
          blocker(
            'waves.major-hop',
            `${major.from} → ${major.to}`,
            `${major.from} → ${major.to} is a major hop, in which all components go down together: no agent may keep the release before`,
            without,
          ),
        ]
      : []),
    ...(windows === 'one' && path.hops.length > 1
      ? [
          blocker(
            'waves.one-outage',
            `${path.from} → ${path.to}`,
            'with --windows one everything stops at once',
            `${without}, or take --windows each`,
          ),
        ]
      : []),
    ...(drain
      ? [
          blocker(
            'waves.drained',
            `${path.from} → ${path.to}`,
            'with --drain no session is left when agents turn, and in waves they turn while sessions run',
            'take --waves or --drain',
          ),
        ]
      : []),
    ...canaryFinding(draft, waves),
  ];
}
