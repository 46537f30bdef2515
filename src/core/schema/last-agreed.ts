import { ancestry, type RevisionGraph } from './graph.ts';
import type { Standing } from './route.ts';

/**
 * The last revision that both histories agree on: everything before it is the same in both, and everything else that
 * the database has builds on it, so that a downgrade to it by the old code ends where the new code can go on.
 */
export function lastAgreed({ applied, graph }: Standing, target: RevisionGraph): string | undefined {
  const ours = [...ancestry(graph, applied)];
  return ours.findLast((id) => {
    if (!target.down.has(id)) return false;
    const before = ancestry(graph, [id]);
    if (ancestry(target, [id]).symmetricDifference(before).size > 0) return false;
    return ours.every((each) => before.has(each) || ancestry(graph, [each]).has(id));
  });
}
