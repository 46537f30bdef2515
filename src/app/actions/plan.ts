import { sectionsOfHop } from '../../core/catalog/changelog/sections-of-hop.ts';
import type { Hop, Policy } from '../../core/path/path.ts';
import type { Limits } from '../../core/plan/limits.ts';
import type { CaptureMode, OutageMode, PlannedChange } from '../../core/plan/plan.ts';
import type { Waves } from '../../core/plan/waves.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import type { Version } from '../../core/versions/version.ts';
import type { Drain } from '../../core/workloads/drain.ts';
import { acceptedCodes } from '../checks/known-codes.ts';
import { guardedSessions } from '../discovery/guarded-sessions.ts';
import { loadChangelog } from '../discovery/load-changelog.ts';
import { observe } from '../discovery/observe.ts';
import { readGround } from '../discovery/read-ground.ts';
import { againstWaves } from '../planner/against-waves.ts';
import { asideRefusals } from '../planner/capture-of.ts';
import { judgedWay } from '../planner/judged-way.ts';
import { makePlan, type PlanInput } from '../planner/make-plan.ts';
import { stagedBy } from '../records/staged.ts';
import { pluginsToBeHad } from '../rehearsal/plugins-to-be-had.ts';
import { standingPrograms } from '../rehearsal/standing-programs.ts';
import { type Cluster, openCluster } from '../wiring/open-cluster.ts';
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
  /** How databases are captured, where that was asked for. */
  readonly capture?: CaptureMode | undefined;
  /** Whether a session is started on each agent, and not only on each resource group. */
  readonly proof?: PlanInput['proof'];
  /** What becomes of sessions before each stop, where that was asked for. */
  readonly drain?: Drain | undefined;
  /** How agents turn in waves, where that was asked for. */
  readonly waves?: Waves | undefined;
  /** Sessions that are not touched unless each is accepted. */
  readonly guard?: readonly string[];
  /** How many steps are carried out at once, where that was asked for. */
  readonly limits?: Limits;
  /** A changelog, or a folder or address of one: what must be read goes into the plan. */
  readonly changelog?: string;
  /** The agreed window in seconds; a plan that does not fit into it with its way back is refused. */
  readonly window?: number;
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

/** Makes the plan for a cluster as it is now; nothing is changed. */
export async function plan(request: PlanRequest): Promise<Planned> {
  const to = parseVersion(request.to);
  const accept = acceptedCodes(request.accept);
  return planOn(await openCluster(request.clusterFile), to, { ...request, accept });
}

/** The same for a cluster that is open. */
export async function planOn(
  { readers }: Pick<Cluster, 'readers'>,
  to: Version,
  request: Omit<PlanRequest, 'to' | 'clusterFile'>,
): Promise<Planned> {
  const snapshot = await observe(readers);
  const { policy, windows, leaveFiles, noAnnouncement = false, noPark = false } = request;
  const { accept: accepted, guard = [], limits, drain, waves, proof } = request;
  const ground = await readGround(readers, snapshot, leaveFiles);
  const judged = judgedWay(ground, { to, policy, windows, drain, accept: accepted });
  if (judged.kind !== 'allowed') return { ...judged, to };
  const guarded = await guardedSessions(readers, guard, accepted);
  if (guarded.length > 0) return { kind: 'refused', to, findings: guarded };
  const aside = asideRefusals(snapshot, request.capture);
  if (aside.length > 0) return { kind: 'refused', to, findings: aside };
  const { draft, findings } = judged;
  const against = waves ? againstWaves(draft, waves) : [];
  if (against.length > 0) return { kind: 'refused', to, findings: against };
  const hops = [...(draft.first?.hops ?? []), ...draft.path.hops];
  const toRead = await changesToRead(hops, request.changelog);
  const asked = {
    ...{ accepted, leaveFiles, noAnnouncement, noPark, proof, limits, guard, waves },
    capture: request.capture,
  };
  const input: PlanInput = { ...draft, findings, ...asked, toRead };
  const made = makePlan(input);
  const refused = [
    ...(await pluginsToBeHad(stagedBy(made), readers.host)),
    ...(await standingPrograms(made, readers)),
  ];
  if (refused.length > 0) return { kind: 'refused', to, findings: refused };
  return foreseen(made, input, request.window);
}
