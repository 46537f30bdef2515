import { sectionsOfHop } from '../../core/catalog/changelog/sections-of-hop.ts';
import { onHost } from '../../core/cluster/on-host.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { agentsAlone } from '../../core/cluster/without-members.ts';
import type { Hop, Policy } from '../../core/path/path.ts';
import type { Limits } from '../../core/plan/limits.ts';
import type { Others } from '../../core/plan/others.ts';
import type { CaptureMode, OutageMode, PlannedChange, PlannedWithout } from '../../core/plan/plan.ts';
import type { Waves } from '../../core/plan/waves.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import { blockers } from '../../lib/finding.ts';
import { acceptedCodes } from '../checks/known-codes.ts';
import { guardedSessions } from '../discovery/guarded-sessions.ts';
import { loadChangelog } from '../discovery/load-changelog.ts';
import { observe } from '../discovery/observe.ts';
import { readGround } from '../discovery/read-ground.ts';
import { againstWaves } from '../planner/against-waves.ts';
import { asideRefusals } from '../planner/capture-of.ts';
import { judgedWay } from '../planner/judged-way.ts';
import { makePlan, type PlanInput } from '../planner/make-plan.ts';
import { othersFindings } from '../planner/others-findings.ts';
import { stagedBy } from '../records/staged.ts';
import { pluginsToBeHad } from '../rehearsal/plugins-to-be-had.ts';
import { standingPrograms } from '../rehearsal/standing-programs.ts';
import { type Cluster, openCluster } from '../wiring/open-cluster.ts';
import { openWithout } from '../wiring/open-without.ts';
import { type Foreseen, foreseen } from './foreseen.ts';

export interface PlanRequest {
  readonly to: string;
  readonly clusterFile: string | undefined;
  readonly policy: Policy;
  readonly windows: OutageMode;
  readonly accept: readonly string[];
  /** Whether no configuration file is changed. */
  readonly leaveFiles: boolean;
  /** Whether users are not told by the announcement, although the cluster's file wants it. */
  readonly noAnnouncement?: boolean;
  /** Whether no program waits parked for its start. */
  readonly noPark?: boolean;
  /** How members of minor hops turn, where that was asked for. */
  readonly turn?: 'beside' | undefined;
  /** How databases are captured, where that was asked for. */
  readonly capture?: CaptureMode | undefined;
  /** What becomes of other programs at databases, where that was asked for. */
  readonly others?: Others | undefined;
  /** Whether a session is started on each agent, and not only on each resource group. */
  readonly proof?: PlanInput['proof'];
  /** What becomes of sessions before each stop, where that was asked for. */
  readonly drain?: Drain | undefined;
  /** How agents turn in waves, where that was asked for. */
  readonly waves?: Waves | undefined;
  /** Sessions that are not touched unless each is accepted. */
  readonly guard?: readonly string[];
  /** Told of each guard that no session fits. */
  readonly onUnmet?: (guard: string) => void;
  /** How many steps are carried out at once, where that was asked for. */
  readonly limits?: Limits;
  /** A changelog, or a folder or address of one: what must be read goes into the plan. */
  readonly changelog?: string;
  /** The agreed window in seconds; a plan that does not fit into it with its way back is refused. */
  readonly window?: number;
}

/** A plan with the cluster that it is for, which is without the agents that it leaves for later. */
export interface PlannedFor {
  readonly cluster: Cluster;
  readonly planned: Planned;
}

export type Planned = Foreseen | { readonly kind: 'nothing-to-do'; readonly to: string };

/**
 * For each hop what its operator must read of the changelog; nothing where none was given.
 * @throws BaiupError those of `loadChangelog`
 */
async function changesToRead(
  hops: readonly Hop[],
  source: string | undefined,
): Promise<readonly (readonly PlannedChange[])[]> {
  if (source === undefined) return [];
  const told = await loadChangelog(source, []);
  return hops.map(({ from, to }) =>
    sectionsOfHop(told, from, to)
      .filter(({ urgent }) => urgent)
      .flatMap(({ title, entries }) => entries.map(({ version, text }) => ({ version, title, text }))),
  );
}

interface Wanted extends Omit<PlanRequest, 'to' | 'clusterFile'> {
  /** Agents that the cluster was opened without. */
  readonly postponed?: readonly PlannedWithout[];
}

/** Makes the plan for a cluster as it is now; nothing is changed. */
export async function plan(request: PlanRequest): Promise<Planned> {
  const to = parseVersion(request.to);
  const accept = acceptedCodes(request.accept);
  const opened = await openCluster(request.clusterFile);
  if (!request.waves) return planOn(opened, to, { ...request, accept });
  return (await planWithoutAway(opened, to, { ...request, accept })).planned;
}

/** Agents that all else of a cluster can do without for a while: those alone on hosts that do not answer. */
function awayAgents({ inventory }: Cluster, { hosts }: ClusterSnapshot): readonly PlannedWithout[] {
  const away = hosts.filter((host) => host.away && onHost(inventory.components, host.name).length > 0);
  const agents = away.map(({ name }) => agentsAlone(inventory, name));
  if (agents.some((found) => found === undefined)) return [];
  return agents.flatMap((found = []) => found.map(({ id, host }) => ({ member: id, host })));
}

/** Makes the plan for a cluster of which some hosts do not answer: agents that are alone there are left for later. */
export async function planWithoutAway(
  cluster: Cluster,
  to: Version,
  request: Omit<PlanRequest, 'to'>,
): Promise<PlannedFor> {
  const snapshot = await observe(cluster.readers);
  const postponed = awayAgents(cluster, snapshot);
  if (postponed.length === 0) return { cluster, planned: await planSeen(cluster, snapshot, to, request) };
  const rest = await openWithout(request.clusterFile, postponed);
  const planned = await planSeen(rest, await observe(rest.readers), to, { ...request, postponed });
  return { cluster: rest, planned };
}

/** The same for a cluster that is open. */
export async function planOn(
  cluster: Pick<Cluster, 'readers'>,
  to: Version,
  request: Wanted,
): Promise<Planned> {
  return planSeen(cluster, await observe(cluster.readers), to, request);
}

async function planSeen(
  { readers }: Pick<Cluster, 'readers'>,
  snapshot: ClusterSnapshot,
  to: Version,
  request: Wanted,
): Promise<Planned> {
  const { policy, windows, leaveFiles, noAnnouncement = false, noPark = false } = request;
  const { accept: accepted, guard = [], limits, drain, waves, proof } = request;
  const ground = await readGround(readers, snapshot, leaveFiles);
  const judged = judgedWay(ground, { to, policy, windows, drain, accept: accepted });
  if (judged.kind !== 'allowed') return { ...judged, to };
  const guarded = await guardedSessions(readers, guard, accepted);
  for (const each of guarded.unmet) request.onUnmet?.(each);
  if (guarded.findings.length > 0) return { kind: 'refused', to, findings: guarded.findings };
  const aside = asideRefusals(snapshot, request.capture);
  if (aside.length > 0) return { kind: 'refused', to, findings: aside };
  const { draft, findings } = judged;
  const against = waves ? againstWaves(draft, waves, request.postponed) : [];
  if (against.length > 0) return { kind: 'refused', to, findings: against };
  const hops = [...(draft.first?.hops ?? []), ...draft.path.hops];
  const toRead = await changesToRead(hops, request.changelog);
  const asked = {
    ...{ accepted: guarded.accepted, leaveFiles, noAnnouncement, noPark, proof, limits, guard, waves },
    turn: request.turn,
    capture: request.capture,
    others: request.others,
    ...(request.postponed ? { postponed: [...request.postponed] } : {}),
  };
  const input: PlanInput = { ...draft, findings, ...asked, toRead };
  const made = makePlan(input);
  const refused = [
    ...blockers(othersFindings(made, snapshot)),
    ...(await pluginsToBeHad(stagedBy(made), readers.host)),
    ...(await standingPrograms(made, readers)),
  ];
  if (refused.length > 0) return { kind: 'refused', to, findings: refused };
  return foreseen(made, input, request.window);
}
