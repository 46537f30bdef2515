import { canStandIn } from '../../core/components/can-stand-in.ts';
import { saidIn } from '../../core/configuration/stand-in-configuration.ts';
import type { MemberTurn } from '../../core/plan/turn-of.ts';
import { lineOf } from '../../core/versions/line-of.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Finding } from '../../lib/finding.ts';
import { shortList } from '../../lib/short-list.ts';
import type { HopDraft, HopMember } from './draft.ts';
import { migratingLegs } from './migrating-legs.ts';

type Draft = Omit<HopDraft, 'beside'>;

/** Why nobody turns beside another in a hop; undefined where members may. */
function hopObstacle(draft: Draft): string | undefined {
  const { kind, legs, mixed, keyEdits, slots, manual, drain, from, to } = draft;
  if (kind === 'major') return 'it is a major hop: everything stops';
  if (legs.length > 1) return 'several hops have one outage';
  if (migratingLegs(draft).length > 0)
    return 'revisions change the database, and nobody may write to it meanwhile';
  if (mixed) return 'members of several versions come to one';
  if (keyEdits.length > 0 || slots.length > 0) return 'keys of etcd are changed while everything is stopped';
  if (manual.some(({ when }) => when === 'stopped'))
    return 'an operator has something to do while everything is stopped';
  if (drain) return 'sessions are ended before it';
  const untried = [from.version, to.version].map(parseVersion).find((version) => !canStandIn(version));
  return untried && `no program of ${lineOf(untried)} was tried beside another one yet`;
}

/** Why a member does not turn beside its old program; undefined where it does. */
function memberObstacle({ member, component, inSource, inTarget }: HopMember, text: string | undefined) {
  const { standIn, title } = component;
  if (!standIn)
    return component.name === 'agent'
      ? 'only one process may have its containers; its sessions go on while it turns'
      : `a ${title} keeps its ways to sessions in memory`;
  if (!inSource || !inTarget) return 'only one of the two releases has it';
  if (member.service.kind !== 'process') return 'its unit of systemd starts one process at a time';
  const { except } = standIn;
  const value = except && saidIn(text ?? '', except.key);
  if (except && String(value) === except.value) return `${except.key} is ${except.value}: ${except.why}`;
  return undefined;
}

const because = 'the new program serves beside the old one, at the same address, until that has answered all';

/**
 * How each member of a hop turns whose operator asked for `--turn beside`, and why.
 * @param configurations text of each member's configuration, by its id
 */
export function turnsOf(draft: Draft, configurations: ReadonlyMap<string, string>): MemberTurn[] {
  const turning = draft.members.filter(({ turns }) => turns);
  const own = new Map(
    turning.map((each) => [each.member.id, memberObstacle(each, configurations.get(each.member.id))]),
  );
  const manager = turning.find(({ member }) => member.component === 'manager' && own.get(member.id));
  const all =
    hopObstacle(draft) ??
    (manager && `managers turn first, and ${manager.member.id} cannot: ${own.get(manager.member.id)}`);
  return turning.map(({ member: { id } }) => {
    const why = all ?? own.get(id);
    return why === undefined ? { member: id, how: 'beside', why: because } : { member: id, how: 'stop', why };
  });
}

/** Whoever asked for it has to know what the vendor says of it, and whether it can be. */
export function turnFindings(drafts: readonly HopDraft[]): Finding[] {
  return drafts.flatMap((draft) => {
    const { turns = [] } = draft;
    const beside = turns.filter(({ how }) => how === 'beside').map(({ member }) => member);
    const subject = `${draft.from.version} → ${draft.to.version}`;
    if (turns.length > 0 && beside.length === 0)
      return [
        {
          code: 'turn.stops',
          severity: 'warning' as const,
          subject,
          summary: `${subject}: nobody turns beside another: ${turns[0]?.why}`,
          hint: 'accept it with --accept turn.stops, or leave --turn beside out',
        },
      ];
    if (beside.length === 0 || draft.underWay === 0) return [];
    return [
      {
        code: 'turn.workloads',
        severity: 'warning' as const,
        subject,
        summary: `${draft.underWay} sessions run while ${shortList(beside)} turn, and for seconds programs of both releases work on them: the vendor discourages rolling upgrades with workloads`,
        hint: 'end them first, or accept it: --accept turn.workloads',
        source: 'the vendor’s upgrade page',
      },
    ];
  });
}
