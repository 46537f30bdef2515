import { settledEnvironment } from '../../core/cluster/settled-environment.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import type { Known } from '../../core/plan/figures-from.ts';
import type { Limits } from '../../core/plan/limits.ts';
import type { Phase, Plan, PlanFacts, PlannedChange, PlannedHop } from '../../core/plan/plan.ts';
import { identified } from '../../core/plan/plan-id.ts';
import { withPrediction } from '../../core/plan/with-prediction.ts';
import type { Finding } from '../../lib/finding.ts';
import { fingerprint } from '../../lib/stable-json.ts';
import { captureOf } from './capture-of.ts';
import type { HopDraft } from './draft.ts';
import { type DraftInput, drafts } from './drafts.ts';
import { ids, joint, jointId } from './join.ts';
import { madeWith } from './made-with.ts';
import { migratingLegs } from './migrating-legs.ts';
import { othersFindings } from './others-findings.ts';
import { passedThrough } from './outages-of.ts';
import { isMigrated } from './own-data-steps.ts';
import { planHop } from './plan-hop.ts';
import { postponedFindings } from './postponed-findings.ts';
import { turnFindings } from './turns-of.ts';

export interface PlanInput extends DraftInput {
  readonly findings: readonly Finding[];
  /** Codes of warnings accepted. */
  readonly accepted: readonly string[];
  /** For each hop, the first outage's as well, what its operator must read, where a changelog was given. */
  readonly toRead?: readonly (readonly PlannedChange[])[];
  /** Whether the operator keeps every configuration file as it is. */
  readonly leaveFiles?: boolean;
  /** Sessions that are not touched unless each is accepted. */
  readonly guard?: readonly string[] | undefined;
  /** Agents that keep their release for now: neither the inventory nor the snapshot has them. */
  readonly postponed?: Plan['postponed'];
  /** How many steps are carried out at once, where that was asked for. */
  readonly limits?: Limits | undefined;
  /** What is known of the time that steps take; nothing but what is recorded unless told. */
  readonly known?: Known;
}

/** What the plan relies on, read the same way before it is carried out. */
export function factsOf(snapshot: ClusterSnapshot): PlanFacts {
  const components = snapshot.components.map((seen) => ({
    id: seen.id,
    component: seen.component,
    host: seen.host,
    version: seen.version ?? '',
    environment: settledEnvironment(snapshot, seen),
    ...(seen.named ? { path: seen.named.at } : {}),
    configSha256: seen.configSha256,
  }));
  const ownDatabases = snapshot.ownDatabases.map(({ member, state, revisions }) => ({
    member,
    state,
    revisions: [...revisions],
  }));
  const own = ownDatabases.length > 0 ? { ownDatabases } : {};
  return { components, revisions: [...snapshot.revisions], ...own };
}

/** Every environment of every hop is staged before the first stop; a hop begins when the one before is proven. */
function withGates(all: readonly HopDraft[], accepted: readonly string[]): PlannedHop[] {
  const [first] = all;
  if (!first) return [];
  const hops = all.map((draft, index) => {
    const proven = all
      .slice(0, index)
      .slice(-1)
      .map((before) => jointId(before, 'proven'));
    return planHop({ ...draft, gate: [jointId(first, 'staged'), ...proven], accepted });
  });
  const isStage = ({ name }: Phase): boolean => name === 'stage';
  const staged = hops.flatMap(({ phases }) => phases.filter(isStage).flatMap(({ steps }) => ids(steps)));
  const barrier = joint(first, 'staged', 'Every environment of every hop is staged', staged);
  const withBarrier = (phase: Phase): Phase =>
    isStage(phase) ? { ...phase, steps: [...phase.steps, barrier] } : phase;
  return hops.map((hop, index) => (index === 0 ? { ...hop, phases: hop.phases.map(withBarrier) } : hop));
}

/**
 * What the operator must read for the hops of an outage: the hops before the path if members have several versions,
 * else those of the path.
 */
function toReadIn(
  { toRead = [], first, path }: PlanInput,
  index: number,
  { via = [], to }: PlannedHop,
): PlannedChange[] {
  const before = first?.hops.length ?? 0;
  if (first && index === 0) return toRead.slice(0, before).flat();
  const ends = new Set([...via, to]);
  return path.hops.flatMap((hop, at) => (ends.has(hop.to) ? (toRead[before + at] ?? []) : []));
}

function plannedHops(input: PlanInput, all = drafts(input)): PlannedHop[] {
  return withGates(all, input.accepted).map((hop, index) => {
    const changes = toReadIn(input, index, hop);
    return changes.length > 0 ? { ...hop, toRead: changes } : hop;
  });
}

/** The same path with its outages the other way, where it has more than one hop. */
export function otherwiseHops(input: PlanInput): PlannedHop[] | undefined {
  if (input.path.hops.length < 2) return undefined;
  return plannedHops({ ...input, windows: input.windows === 'each' ? 'one' : 'each' });
}

/** Whether an outage changes a database: nothing is captured for the way back where none does. */
const migrates = (draft: HopDraft): boolean => migratingLegs(draft).length > 0 || draft.own.some(isMigrated);

/**
 * Makes a plan from what was observed and from the path. It is pure: equal inputs give an equal plan, fingerprint and
 * id. The predicted downtime is not part of the id, so a rehearsed plan keeps its id.
 */
export function makePlan(input: PlanInput): Plan {
  const { inventory, snapshot, path, first, known = { own: [] } } = input;
  const windows = path.hops.length > 1 ? input.windows : 'each';
  const all = drafts({ ...input, windows });
  const hops = plannedHops({ ...input, windows }, all);
  const manual = all.flatMap(({ members }) => members.flatMap(({ configuration }) => configuration.findings));
  const facts = factsOf(snapshot);
  const body = {
    madeWith: madeWith(input.catalog),
    cluster: inventory.cluster,
    policy: path.policy,
    windows,
    ...(input.leaveFiles ? { leaveFiles: true as const } : {}),
    ...(input.noAnnouncement ? { noAnnouncement: true as const } : {}),
    ...(input.noPark ? { noPark: true as const } : {}),
    ...(input.turn ? { turn: input.turn } : {}),
    ...(input.capture ? { capture: input.capture } : {}),
    ...(input.others ? { others: input.others } : {}),
    ...(input.proof ? { proof: input.proof } : {}),
    ...(input.limits ? { limits: input.limits } : {}),
    ...(input.drain ? { drain: input.drain } : {}),
    ...(input.waves ? { waves: input.waves } : {}),
    ...(input.postponed && input.postponed.length > 0 ? { postponed: [...input.postponed] } : {}),
    ...(input.guard && input.guard.length > 0 ? { guard: [...input.guard] } : {}),
    from: first?.from ?? path.from,
    to: path.to,
    fingerprint: fingerprint(facts),
    facts,
    hops,
    findings: [
      ...passedThrough(input.findings, path, windows),
      ...manual,
      ...(all.some(migrates) ? captureOf(snapshot, input.capture).findings : []),
      ...othersFindings({ hops, others: input.others }, snapshot),
      ...postponedFindings({ to: path.to, postponed: input.postponed }),
      ...turnFindings(all),
    ],
    accepted: [...input.accepted],
  };
  const foresight = { known, databaseBytes: snapshot.space.database, otherwise: otherwiseHops(input) };
  return identified(withPrediction(body, foresight));
}
