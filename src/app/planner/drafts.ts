import type { Catalog } from '../../core/catalog/catalog.ts';
import { loadRules } from '../../core/catalog/rules/load-rules.ts';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import { newEnvironment } from '../../core/cluster/new-environment.ts';
import { settledEnvironment } from '../../core/cluster/settled-environment.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { carriedBy } from '../../core/components/carried-by.ts';
import { isManual } from '../../core/path/is-manual.ts';
import type { Hop, Path } from '../../core/path/path.ts';
import { takenOver } from '../../core/path/taken-over.ts';
import { type Others, usualOthers } from '../../core/plan/others.ts';
import type { CaptureMode, OutageMode } from '../../core/plan/plan.ts';
import type { Waves } from '../../core/plan/waves.ts';
import type { Version } from '../../core/versions/version.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import { captureOf } from './capture-of.ts';
import { type Has, type HopDraft, hopMembers, type Leg, snapshotOf } from './draft.ts';
import { keyEdits } from './key-steps.ts';
import { locationsOf } from './locations-of.ts';
import { locksInRedis } from './lock-steps.ts';
import { memberEdits } from './member-edits.ts';
import { isVisited } from './others-steps.ts';
import { outagesOf, runsBecause } from './outages-of.ts';
import { ownDrafts } from './own-drafts.ts';
import { plannedRoute } from './planned-route.ts';
import { slotsToAdd } from './slot-steps.ts';
import { turnsOf } from './turns-of.ts';
import { usesContainers } from './uses-containers.ts';
import { wavesOf } from './waves-of.ts';

/** The first outage of a cluster whose members have several versions: it brings all to one version. */
export interface FirstOutage {
  readonly from: Version;
  readonly to: Version;
  /** Findings on the way there concern the members that are behind. */
  readonly hops: readonly Hop[];
  /** Ids of the members that are behind. */
  readonly behind: readonly string[];
  /** The database's way there, by what it really holds; none where it is there. */
  readonly databaseHops: readonly Hop[];
}

export interface DraftInput {
  readonly inventory: Inventory;
  readonly snapshot: ClusterSnapshot;
  readonly catalog: Catalog;
  /** From the one version that all members have; with a first outage, from where that ends. */
  readonly path: Path;
  readonly first?: FirstOutage;
  readonly windows: OutageMode;
  /** Whether users are not told by the announcement, although the cluster's file wants it. */
  readonly noAnnouncement?: boolean;
  /** Whether no program waits parked for its start. */
  readonly noPark?: boolean;
  /** How members of minor hops turn; by stopping unless told. */
  readonly turn?: 'beside' | undefined;
  /** How databases are captured, where that was asked for. */
  readonly capture?: CaptureMode | undefined;
  /** What becomes of other programs at databases, where that was asked for. */
  readonly others?: Others | undefined;
  /** What becomes of sessions before each stop. */
  readonly drain?: Drain | undefined;
  /** How agents turn in waves, where that was asked for. */
  readonly waves?: Waves | undefined;
  /** Whether a session is started on each agent, and not only on each resource group. */
  readonly proof?: 'each-agent' | undefined;
  /** Text of each member's configuration, by its id: it holds secrets, so only what changes gets into the plan. */
  readonly configurations?: ReadonlyMap<string, string>;
}

/** What one outage does: its hops, release after release, and the hops of the database if it starts elsewhere. */
interface Outage {
  readonly from: Version;
  readonly parts: readonly Pick<Hop, 'to' | 'kind' | 'route'>[];
  readonly kind: Hop['kind'];
  readonly findings: readonly Hop['findings'][number][];
  readonly behind: readonly string[] | undefined;
  readonly runsBecause: HopDraft['runsBecause'];
}

const kindOf = (hops: readonly Pick<Hop, 'kind'>[]): Hop['kind'] =>
  hops.some(({ kind }) => kind === 'major') ? 'major' : 'minor';

function outageOf(hops: readonly [Hop, ...Hop[]], because: HopDraft['runsBecause']): Outage {
  const findings = hops.flatMap((hop) => hop.findings);
  return {
    from: hops[0].from,
    parts: hops,
    kind: kindOf(hops),
    findings,
    behind: undefined,
    runsBecause: because,
  };
}

const atHead = {
  kind: 'none',
  run: [],
  fill: [],
  orphans: [],
  why: 'the database is there already',
} as const;

function firstOutage({ from, to, hops, behind, databaseHops }: FirstOutage): Outage {
  const kind = kindOf(hops);
  const parts = databaseHops.length > 0 ? databaseHops : [{ to, kind, route: atHead }];
  const findings = hops.flatMap((hop) => hop.findings);
  return { from, parts, kind, findings, behind, runsBecause: [] };
}

/** All outages in order, with the reason if a release runs only because a rule requires it. */
function allOutages({ path, first, windows }: DraftInput): Outage[] {
  const onwards = outagesOf(path, windows).map((hops, index, all) =>
    outageOf(hops, windows === 'one' && index < all.length - 1 ? runsBecause(hops) : []),
  );
  return [...(first ? [firstOutage(first)] : []), ...onwards];
}

function proofIn({ snapshot: { agentGroups }, proof }: DraftInput): HopDraft['proof'] {
  if (proof === 'each-agent') return { each: 'agent', places: agentGroups.length };
  return { each: 'group', places: new Set(agentGroups.map(({ group }) => group)).size };
}

/** Every outage of a path with everything that its planning needs, except what it waits for. */
export function drafts(input: DraftInput): HopDraft[] {
  const { inventory, snapshot, catalog } = input;
  const rules = loadRules();
  const now = new Map<string, Has>(
    inventory.components.map((member) => {
      const seen = snapshotOf(snapshot, member);
      const { version = '', absent, named } = seen;
      return [
        member.id,
        { environment: settledEnvironment(snapshot, seen), version: absent ? '' : version, named },
      ];
    }),
  );
  const has = ({ id }: Member): Has => now.get(id) ?? { environment: '', version: '', named: undefined };
  const managers = inventory.components.filter(({ component }) => component === 'manager');
  const [manager] = managers;
  const configurations = input.configurations ?? new Map<string, string>();
  const edits = memberEdits(configurations, rules);
  const containers = (member: Member) => usesContainers(member, configurations.get(member.id));
  let revisionsBefore = snapshot.revisions;
  const capture = captureOf(snapshot, input.capture);
  const ownIn = ownDrafts(input, capture);

  const legOf = ({ to, route }: Outage['parts'][number]): Leg => {
    const target = catalog.find(to);
    const [head] = target?.schema.heads ?? [];
    if (!target || head === undefined)
      throw new Error(`the path leads over ${to}, which the catalog does not know`);
    const before = revisionsBefore;
    revisionsBefore = [head];
    return {
      to: target,
      route: plannedRoute(route),
      revisionsBefore: before,
      head,
      environment: environmentFor(to),
    };
  };
  /** The manager's environment of a release: the one that it has, where that is its release. */
  const environmentFor = (version: Version): string => {
    if (!manager) return '';
    const { environment, version: installed, named } = has(manager);
    if (installed === version) return environment;
    return newEnvironment({ component: 'manager', path: named?.at }, environment, version);
  };

  return allOutages(input).map((outage, index): HopDraft => {
    const [first, ...rest] = outage.parts.map(legOf);
    if (!first) throw new Error(`the outage from ${outage.from} leads nowhere`);
    const legs = [first, ...rest] as const;
    const { to } = legs.at(-1) ?? first;
    const { from, behind } = outage;
    const members = hopMembers(inventory, has, {
      from,
      to: to.version,
      behind,
      containers,
      editsOf: (member, turns) => edits(member, turns ? outage.findings : []),
      pluginsOf: (member) => carriedBy(member, snapshotOf(snapshot, member), to.version) ?? [],
      locationsOf: (member) => locationsOf(member, input.configurations?.get(member.id)),
      unitOf: (member) => snapshotOf(snapshot, member).unit,
    });
    for (const { member, newEnvironment: environment, inTarget, named } of members) {
      if (inTarget) now.set(member.id, { environment, version: to.version, named });
    }
    const draft = {
      number: index + 1,
      from: { version: outage.from },
      to,
      kind: outage.kind,
      legs,
      members,
      mixed: outage.behind !== undefined,
      own: ownIn(members, from, to),
      proxiedGroups: snapshot.proxiedGroups,
      aside: capture.aside,
      others: input.others ?? usualOthers,
      visited: isVisited(snapshot.others),
      locksInRedis: locksInRedis(managers.map(({ id }) => configurations.get(id))),
      databaseBytes: snapshot.space.database,
      runsBecause: outage.runsBecause,
      manual: takenOver(outage.findings, inventory)
        .filter(isManual)
        .map((finding) => ({ finding, when: rules.find(({ id }) => id === finding.code)?.when })),
      ...(input.drain ? { drain: input.drain } : {}),
      waves: input.waves ? wavesOf(members, snapshot, input.waves) : [],
      bake: input.waves?.bake ?? 0,
      underWay: snapshot.workloads.running + snapshot.workloads.inFlight,
      proof: proofIn(input),
      slots: slotsToAdd(legs, snapshot),
      keyEdits: keyEdits(rules, outage.findings, snapshot),
      announces: inventory.announcement !== undefined && !input.noAnnouncement,
      parked: !input.noPark,
      gate: [],
      accepted: [],
    };
    if (input.turn !== 'beside') return { ...draft, beside: new Set<string>() };
    const turns = turnsOf(draft, input.configurations ?? new Map());
    const beside = turns.filter(({ how }) => how === 'beside').map(({ member }) => member);
    return { ...draft, beside: new Set(beside), turns };
  });
}
