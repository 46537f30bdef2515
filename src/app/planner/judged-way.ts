import { heldBy } from '../../core/cluster/lock.ts';
import { refusals } from '../../core/path/refusals.ts';
import { blockers, type Finding } from '../../lib/finding.ts';
import { judge } from '../checks/judge.ts';
import type { Ground } from '../discovery/read-ground.ts';
import type { DraftInput } from './drafts.ts';
import { type Asked, foundation } from './foundation.ts';
import { ownFindings } from './own-findings.ts';
import { wayTo } from './way-to.ts';

/** Whether a plan may be made, and of what. */
export type JudgedWay =
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] }
  | { readonly kind: 'nothing-to-do' }
  | { readonly kind: 'allowed'; readonly draft: DraftInput; readonly findings: readonly Finding[] };

/** Of a cluster that cannot be seen as a whole: what is said of the rest, and of the way that the rest would go. */
function withoutAll({ inventory, snapshot, catalog }: Ground, { to, policy, windows }: Asked): Finding[] {
  const way = wayTo(catalog, snapshot, to, { policy });
  return [...(way?.findings ?? []), ...judge(inventory, snapshot, { hops: way?.hops ?? [], windows })];
}

/**
 * Judges the way of a cluster to a release, and the cluster itself: pure. A way is allowed by the very judgement that
 * `path` has of it (`refusals`); only the checks and databases beside the cluster's can refuse more.
 */
export function judgedWay(ground: Ground, asked: Asked): JudgedWay {
  const { inventory, snapshot } = ground;
  // What a run has half changed is no beginning of a way.
  if (heldBy(snapshot)) return { kind: 'refused', findings: judge(inventory, snapshot) };
  if (snapshot.components.some(({ unseen }) => unseen))
    return { kind: 'refused', findings: withoutAll(ground, asked) };
  const found = foundation(ground, asked);
  if (found === undefined) return { kind: 'refused', findings: judge(inventory, snapshot) };
  const { way, draft, ofHops } = found;
  const { hops } = way;
  const ofCluster = [
    ...way.findings,
    ...judge(inventory, snapshot, { hops, windows: asked.windows, drain: asked.drain }),
    ...ownFindings(draft),
  ];
  const refusing = refusals(way);
  if (refusing.length > 0 || blockers(ofCluster).length > 0)
    return { kind: 'refused', findings: [...new Set([...refusing, ...ofCluster])] };
  if (hops.length === 0) return { kind: 'nothing-to-do' };
  return { kind: 'allowed', draft, findings: [...ofHops, ...ofCluster] };
}
