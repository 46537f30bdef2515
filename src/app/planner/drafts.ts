import type { Catalog } from '../../core/catalog/catalog.ts';
import type { Inventory, Member } from '../../core/cluster/inventory.ts';
import type { ClusterSnapshot } from '../../core/cluster/snapshot.ts';
import { componentNamed } from '../../core/components/index.ts';
import { isByHand } from '../../core/path/is-by-hand.ts';
import type { Hop, Path } from '../../core/path/path.ts';
import type { PlannedHop, Windowing } from '../../core/plan/plan.ts';
import { besideEnvironment, type HopDraft, hopMembers, type Leg, snapshotOf } from './draft.ts';

export interface DraftInput {
  readonly inventory: Inventory;
  readonly snapshot: ClusterSnapshot;
  readonly catalog: Catalog;
  readonly path: Path;
  readonly windows: Windowing;
}

function plannedRoute({ kind, run, fill, orphans, rejoinAt, why }: Hop['route']): PlannedHop['route'] {
  const plain = { kind, run: [...run], fill: [...fill], orphans: [...orphans], why };
  return rejoinAt === undefined ? plain : { ...plain, rejoinAt };
}

type Parts = readonly [Hop, ...Hop[]];

/** The hops that share a window. */
function windowsOf({ path, windows }: DraftInput): Parts[] {
  const [first, ...rest] = path.hops;
  if (first === undefined) return [];
  return windows === 'one' ? [[first, ...rest]] : path.hops.map((hop): Parts => [hop]);
}

/** Every window of a path with all that planning it needs to know, but for what it has to wait for. */
export function drafts(input: DraftInput): HopDraft[] {
  const { inventory, snapshot, catalog } = input;
  const environments = new Map<string, string>(
    inventory.components.map((member) => [member.id, snapshotOf(snapshot, member).environment]),
  );
  const environmentOf = ({ id }: Member): string => environments.get(id) ?? '';
  const manager = inventory.components.find(({ component }) => component === 'manager');
  let revisionsBefore = snapshot.revisions;

  const legOf = ({ to, route }: Hop): Leg => {
    const target = catalog.find(to);
    const [head] = target?.schema.heads ?? [];
    if (!target || head === undefined)
      throw new Error(`the path leads over ${to}, which the catalog does not know`);
    const before = revisionsBefore;
    revisionsBefore = [head];
    const environment = manager ? besideEnvironment(environmentOf(manager), 'manager', to) : '';
    return { to: target, route: plannedRoute(route), revisionsBefore: before, head, environment };
  };

  return windowsOf(input).map((parts, index): HopDraft => {
    const [first, ...rest] = parts;
    const legs = [legOf(first), ...rest.map(legOf)] as const;
    const { to } = legs.at(-1) ?? legs[0];
    const members = hopMembers(inventory, componentNamed, environmentOf, {
      from: first.from,
      to: to.version,
    });
    for (const { member, newEnvironment, inTarget } of members) {
      if (inTarget) environments.set(member.id, newEnvironment);
    }
    return {
      number: index + 1,
      from: { version: first.from },
      to,
      kind: parts.some(({ kind }) => kind === 'major') ? 'major' : 'minor',
      legs: [...legs],
      members,
      databaseBytes: snapshot.space.database,
      byHand: parts.flatMap(({ findings }) => findings.filter(isByHand)),
      gate: [],
    };
  });
}
