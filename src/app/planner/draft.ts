import type { Release } from '../../core/catalog/release.ts';
import type { KeyMove } from '../../core/catalog/rules/key-move.ts';
import type { Rule } from '../../core/catalog/rules/rule.ts';
import type { EnvironmentName } from '../../core/cluster/environment-name.ts';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { newEnvironment } from '../../core/cluster/new-environment.ts';
import type { SlotType } from '../../core/cluster/slots.ts';
import type { ClusterSnapshot, MemberSnapshot } from '../../core/cluster/snapshot.ts';
import type { UnitSnapshot } from '../../core/cluster/unit-snapshot.ts';
import { absentFrom } from '../../core/components/absent-from.ts';
import type { CarriedPlugin } from '../../core/components/carried-plugin.ts';
import type { Component } from '../../core/components/component.ts';
import { componentNamed } from '../../core/components/index.ts';
import type { Wave } from '../../core/plan/divide-waves.ts';
import type { Others } from '../../core/plan/others.ts';
import type { PlannedHop } from '../../core/plan/plan.ts';
import type { MemberTurn } from '../../core/plan/turn-of.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import type { Finding } from '../../lib/finding.ts';
import { remembered } from '../../lib/remembered.ts';
import type { MemberEdits } from './member-edits.ts';

/** A member with all that planning a hop needs to know of it. */
export interface HopMember {
  readonly member: Member;
  readonly component: Component;
  /** The version that it has before the hop. */
  readonly oldVersion: string;
  /** The environment that it runs from before the hop. */
  readonly oldEnvironment: string;
  readonly newEnvironment: string;
  /** The path by which its unit names its environment. */
  readonly named: EnvironmentName | undefined;
  /** Whether the release before, and after, the hop has its component: otherwise it is not stopped, or not started. */
  readonly inSource: boolean;
  readonly inTarget: boolean;
  /** Whether the hop brings it to another version; false for one that is there already. */
  readonly turns: boolean;
  /** Units that would start its service while it is stopped. */
  readonly starters: readonly string[];
  /** What only its unit can give to its program. */
  readonly bound: UnitSnapshot['bound'];
  /** An agent whose sessions run in containers. */
  readonly containers: boolean;
  /** What its new environment has beside the release, as the one before has. */
  readonly plugins: readonly CarriedPlugin[];
  /** What changes in its configuration while it is stopped. */
  readonly configuration: MemberEdits;
  /** The folders and files of it that are captured, by the keys of its configuration. */
  readonly locations: Record<string, string>;
}

/** What one release's migrator does in an outage. */
export interface Leg {
  readonly to: Release;
  readonly route: PlannedHop['route'];
  /** Rows that `alembic_version` is expected to hold before, and the single one after. */
  readonly revisionsBefore: readonly string[];
  readonly head: string;
  /** The manager's environment whose migrator it is. */
  readonly environment: string;
}

/** What an outage does to a database that a component has beside the cluster's. */
export interface OwnDraft {
  /** The first that declares it: its program migrates it. */
  readonly member: HopMember;
  /** All that write to it. */
  readonly sharing: readonly HopMember[];
  /** Whether it is set aside for its migration, and not dumped. */
  readonly aside: boolean;
  /** Whether another program was at work at it when it was looked at. */
  readonly visited: boolean;
  /** Where managers find it. */
  readonly address: string;
  /** Its name on the server. */
  readonly name: string;
  /** Whether the release before has no such component, so that the database is made or found empty. */
  readonly isNew: boolean;
  readonly route: PlannedHop['route'];
  readonly revisionsBefore: readonly string[];
  readonly head: string;
}

/** A manual step; before the hop's first stop unless told. */
export interface ManualStep {
  readonly finding: Finding;
  readonly when: Rule['when'];
}

/** What a rule has moved in this cluster's etcd. */
export interface KeyEdit {
  readonly rule: string;
  readonly moves: readonly KeyMove[];
}

/** One outage to be planned: a hop or, with several legs, all of a path's hops at once. */
export interface HopDraft {
  /** 1 for the first: the beginning of each of its steps' ids. */
  readonly number: number;
  readonly from: Release | { readonly version: string };
  readonly to: Release;
  readonly kind: PlannedHop['kind'];
  /** In order; the last one's release is the one that runs afterwards. */
  readonly legs: readonly [Leg, ...Leg[]];
  readonly members: readonly HopMember[];
  /**
   * Members of several versions come to one: only those that are behind are upgraded, and whoever writes to the moving
   * database is stopped.
   */
  readonly mixed: boolean;
  /** Databases beside the cluster's. */
  readonly own: readonly OwnDraft[];
  /** Resource groups that have a proxy. */
  readonly proxiedGroups: readonly string[];
  /** Whether the database is set aside for its migration, and not dumped. */
  readonly aside: boolean;
  /** What becomes of other programs at databases. */
  readonly others: Others;
  /** Whether one of them was at work there when it was looked at, as it may be at the stop. */
  readonly visited: boolean;
  /** Whether managers keep the locks by which they agree in Redis. */
  readonly locksInRedis: boolean;
  /** Bytes that the database takes: what capturing it is guessed from. */
  readonly databaseBytes: number;
  /** Rules that require its release to run before the next outage, which could otherwise be the same one. */
  readonly runsBecause: PlannedHop['runsBecause'] & {};
  /** What the operator has to do manually, and when. */
  readonly manual: readonly ManualStep[];
  /** What becomes of sessions before the stop; absent where they are left as they are. */
  readonly drain?: Drain | undefined;
  /** Agents that turn one wave after the other; those of no wave turn with all others. */
  readonly waves: readonly Wave[];
  /** Seconds that each wave is watched. */
  readonly bake: number;
  /** How many sessions run, or are on their way up or down. */
  readonly underWay: number;
  /** On what sessions are started to prove that the cluster works, and on how many. */
  readonly proof: { readonly each: 'group' | 'agent'; readonly places: number };
  /** Slots of the cluster that the table lacks which the outage makes. */
  readonly slots: readonly SlotType[];
  /** Keys of etcd that rules have moved. */
  readonly keyEdits: readonly KeyEdit[];
  /** Whether users are told by the announcement. */
  readonly announces: boolean;
  /** Whether new programs wait parked for their start, where they can. */
  readonly parked: boolean;
  /** Members whose new program serves beside the old one while they turn. */
  readonly beside: ReadonlySet<string>;
  /** How each member turns, and why, where that was asked for. */
  readonly turns?: readonly MemberTurn[];
  /** Steps that must be done before this hop's first stop: every environment, and the hop before. */
  readonly gate: readonly string[];
  /** Codes that the operator accepts. */
  readonly accepted: readonly string[];
}

const byId = remembered(
  ({ components }: ClusterSnapshot): ReadonlyMap<string, MemberSnapshot> =>
    new Map(components.map((each) => [each.id, each])),
);

export function snapshotOf(snapshot: ClusterSnapshot, { id }: Member): MemberSnapshot {
  const found = byId(snapshot).get(id);
  if (!found) throw new Error(`member ${id} was not observed`);
  return found;
}

/** What a member has before a hop. */
export interface Has {
  readonly environment: string;
  /** Empty for one that its release does not have. */
  readonly version: string;
  readonly named: EnvironmentName | undefined;
}

/** Both ends of an outage, and the ids of members that are behind if members of several versions come to one. */
interface Ends {
  readonly from: Version;
  readonly to: Version;
  readonly behind: readonly string[] | undefined;
  readonly containers: (member: Member) => boolean;
  readonly editsOf: (member: Member, turns: boolean) => MemberEdits;
  readonly pluginsOf: (member: Member) => readonly CarriedPlugin[];
  readonly locationsOf: (member: Member) => Record<string, string>;
  readonly unitOf: (member: Member) => UnitSnapshot | undefined;
}

/** Members of the components that an inventory has, in the inventory's order; of those that neither release has, none. */
export function hopMembers(
  inventory: Inventory,
  has: (member: Member) => Has,
  { from, to, behind, containers, editsOf, pluginsOf, locationsOf, unitOf }: Ends,
): HopMember[] {
  const isBehind = behind && new Set(behind);
  return inventory.components.flatMap((member) => {
    const component = componentNamed(member.component);
    const { environment: oldEnvironment, version: oldVersion, named } = has(member);
    const had = behind && oldVersion ? parseVersion(oldVersion) : from;
    const inSource = absentFrom(component, had, member.since) === undefined;
    const inTarget = absentFrom(component, to, member.since) === undefined;
    if (!inSource && !inTarget) return [];
    const turns = (isBehind?.has(member.id) ?? true) || inSource !== inTarget;
    const itsNew = turns
      ? newEnvironment({ component: member.component, path: named?.at }, oldEnvironment, to)
      : oldEnvironment;
    const configuration = editsOf(member, turns && inTarget);
    const environments = { oldEnvironment, newEnvironment: itsNew, named };
    const is = { inSource, inTarget, turns, containers: containers(member) };
    return [
      {
        member,
        component,
        oldVersion,
        ...environments,
        ...is,
        plugins: turns && inTarget ? pluginsOf(member) : [],
        configuration,
        locations: locationsOf(member),
        starters: (unitOf(member)?.starters ?? []).map(({ unit }) => unit),
        bound: unitOf(member)?.bound,
      },
    ];
  });
}
