import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { predictDowntime, roundSeconds } from '../../core/plan/downtime.ts';
import {
  type Plan,
  type PlanFacts,
  type PlannedChange,
  type PlannedHop,
  planFormat,
} from '../../core/plan/plan.ts';
import type { Finding } from '../../lib/finding.ts';
import { fingerprint } from '../../lib/stable-json.ts';
import type { HopDraft } from './draft.ts';
import { type DraftInput, drafts } from './drafts.ts';
import { planHop } from './plan-hop.ts';

export interface PlanInput extends DraftInput {
  readonly findings: readonly Finding[];
  /** Codes of warnings accepted. */
  readonly accepted: readonly string[];
  /** For each hop what its operator must read, where a changelog was given. */
  readonly toRead?: readonly (readonly PlannedChange[])[];
}

/** What the plan relies on, read the same way before it is carried out. */
export function factsOf(snapshot: ClusterSnapshot): PlanFacts {
  const components = snapshot.components.map(
    ({ id, component, host, version, environment, configSha256 }) => ({
      id,
      component,
      host,
      version: version ?? '',
      environment,
      configSha256,
    }),
  );
  return { components, revisions: [...snapshot.revisions] };
}

/** Every environment of every hop is staged before the first stop; a hop begins when the one before is proven. */
function withGates(all: readonly HopDraft[]): PlannedHop[] {
  const hops = all.map(planHop);
  const idsIn = (hop: PlannedHop | undefined, phase: string): string[] =>
    hop?.phases.filter(({ name }) => name === phase).flatMap(({ steps }) => steps.map(({ id }) => id)) ?? [];
  const staged = hops.flatMap((hop) => idsIn(hop, 'stage'));
  return all.map((draft, index) =>
    planHop({ ...draft, gate: [...staged, ...idsIn(hops[index - 1], 'prove')] }),
  );
}

/** What is to be read of each window's hops. */
function toReadIn({ toRead = [], path, windows }: PlanInput, index: number): PlannedChange[] {
  const hops = windows === 'one' ? path.hops.map((_hop, at) => at) : [index];
  return hops.flatMap((at) => toRead[at] ?? []);
}

function plannedHops(input: PlanInput): PlannedHop[] {
  return withGates(drafts(input)).map((hop, index) => {
    const changes = toReadIn(input, index);
    return changes.length > 0 ? { ...hop, toRead: changes } : hop;
  });
}

const downtimeOf = (hops: readonly PlannedHop[]): number =>
  roundSeconds(hops.reduce((sum, hop) => sum + predictDowntime(hop), 0));

/** A plan from what was observed and the path to take: pure, so equal inputs give equal plans, fingerprint and id. */
export function makePlan(input: PlanInput): Plan {
  const { inventory, snapshot, path } = input;
  const windows = path.hops.length > 1 ? input.windows : 'each';
  const hops = plannedHops({ ...input, windows });
  const facts = factsOf(snapshot);
  const other = windows === 'each' ? 'one' : 'each';
  const otherwise =
    path.hops.length > 1 ? { otherwise: downtimeOf(plannedHops({ ...input, windows: other })) } : {};
  const body = {
    cluster: inventory.cluster,
    policy: path.policy,
    windows,
    from: path.from,
    to: path.to,
    fingerprint: fingerprint(facts),
    facts,
    hops,
    findings: [...input.findings],
    accepted: [...input.accepted],
    downtime: {
      predicted: downtimeOf(hops),
      basis:
        'figures recorded on a two-core machine, the capture by the size of this database; the migration may take longer',
      ...otherwise,
    },
  };
  return { format: planFormat, id: `p-${fingerprint(body).slice(0, 8)}`, ...body };
}
