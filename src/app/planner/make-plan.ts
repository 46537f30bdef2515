import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { componentNamed } from '../../core/components/index.ts';
import { isByHand } from '../../core/path/is-by-hand.ts';
import type { Path } from '../../core/path/path.ts';
import { predictDowntime } from '../../core/plan/downtime.ts';
import {
  type Plan,
  type PlanFacts,
  type PlannedChange,
  type PlannedHop,
  planFormat,
} from '../../core/plan/plan.ts';
import type { Finding } from '../../lib/finding.ts';
import { fingerprint } from '../../lib/stable-json.ts';
import { type HopDraft, hopMembers, snapshotOf } from './draft.ts';
import { planHop } from './plan-hop.ts';

export interface PlanInput {
  readonly inventory: Inventory;
  readonly snapshot: ClusterSnapshot;
  readonly catalog: Catalog;
  readonly path: Path;
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

const roundSeconds = (value: number): number => Math.round(value * 10) / 10;

function drafts({ inventory, snapshot, catalog, path }: PlanInput): HopDraft[] {
  const environments = new Map<string, string>(
    inventory.components.map((member) => [member.id, snapshotOf(snapshot, member).environment]),
  );
  let revisionsBefore = snapshot.revisions;
  const all = path.hops.map(({ from, to, kind, route, findings }, index): HopDraft => {
    const target = catalog.find(to);
    const [head] = target?.schema.heads ?? [];
    if (!target || head === undefined)
      throw new Error(`the path leads over ${to}, which the catalog does not know`);
    const environmentOf = ({ id }: Member): string => environments.get(id) ?? '';
    const members = hopMembers(inventory, componentNamed, environmentOf, to);
    for (const { member, newEnvironment } of members) environments.set(member.id, newEnvironment);
    const before = revisionsBefore;
    revisionsBefore = [head];
    const { kind: how, run, fill, orphans, rejoinAt, why } = route;
    const plain = { kind: how, run: [...run], fill: [...fill], orphans: [...orphans], why };
    return {
      number: index + 1,
      from: { version: from },
      to: target,
      kind,
      route: rejoinAt === undefined ? plain : { ...plain, rejoinAt },
      revisionsBefore: before,
      head,
      members,
      byHand: findings.filter(isByHand),
      gate: [],
    };
  });
  return all;
}

/** Every environment of every hop is staged before the first stop; a hop begins when the one before is proven. */
function withGates(hops: readonly PlannedHop[], all: readonly HopDraft[]): PlannedHop[] {
  const idsIn = (hop: PlannedHop | undefined, phase: string): string[] =>
    hop?.phases.filter(({ name }) => name === phase).flatMap(({ steps }) => steps.map(({ id }) => id)) ?? [];
  const staged = hops.flatMap((hop) => idsIn(hop, 'stage'));
  return all.map((draft, index) =>
    planHop({ ...draft, gate: [...staged, ...idsIn(hops[index - 1], 'prove')] }),
  );
}

/** A plan from what was observed and the path to take: pure, so equal inputs give equal plans, fingerprint and id. */
export function makePlan(input: PlanInput): Plan {
  const { inventory, snapshot, path } = input;
  const all = drafts(input);
  const hops = withGates(all.map(planHop), all).map((hop, index) => {
    const changes = input.toRead?.[index] ?? [];
    return changes.length > 0 ? { ...hop, toRead: [...changes] } : hop;
  });
  const facts = factsOf(snapshot);
  const predicted = roundSeconds(hops.reduce((sum, hop) => sum + predictDowntime(hop), 0));
  const body = {
    cluster: inventory.cluster,
    policy: path.policy,
    from: path.from,
    to: path.to,
    fingerprint: fingerprint(facts),
    facts,
    hops,
    findings: [...input.findings],
    accepted: [...input.accepted],
    downtime: {
      predicted,
      basis: 'figures recorded on a two-core machine with a small database; no rehearsal yet',
    },
  };
  return { format: planFormat, id: `p-${fingerprint(body).slice(0, 8)}`, ...body };
}
